using Docker.DotNet.Models;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Jobs;
using Pipeline.Core.Retention;
using JobStatus = Pipeline.Deployment.Jobs.JobStatus;

namespace Pipeline.Docker.Jobs;

/// <summary>Jobs in the words of Swarm, and what Swarm says in ours.</summary>
public sealed class JobFormsTests
{
    private static readonly JobSpec Spec = new()
    {
        Name = "loan-default-trial-7-5f2c9a01b3d4",
        Labels = new Dictionary<string, string> { ["pipeline.role"] = "job" },
        Image = "sha256:1",
        Arguments = ["--job", "7"],
        Mounts = [new JobMount("/mnt/data", "/remote", IsReadOnly: true)],
        Secret = "pipeline.loan-default.token",
        Limits = new ResourceLimits { Memory = ByteSize.Parse("1GiB"), Cpus = 1.5, Pids = 300 },
        Attempts = 3,
    };

    [Fact]
    public void Service_OfAJob_IsOneTaskWithinItsLimitsAndBegunAgainOnFailure()
    {
        var service = JobForms.Service(Spec, "secret", []);

        service.Mode.ReplicatedJob.TotalCompletions.ShouldBe(1ul);
        var task = service.TaskTemplate;
        task.RestartPolicy.ShouldSatisfyAllConditions(
            x => x.Condition.ShouldBe("on-failure"), x => x.MaxAttempts.ShouldBe(2ul), x => x.Delay.ShouldBe(1_000_000_000));
        task.Resources.Limits.ShouldSatisfyAllConditions(
            x => x.MemoryBytes.ShouldBe(1L << 30), x => x.NanoCPUs.ShouldBe(1_500_000_000), x => x.Pids.ShouldBe(300));
        task.Resources.Reservations.MemoryBytes.ShouldBe(1L << 30);
        task.ContainerSpec.ReadOnly.ShouldBeTrue();
        task.ContainerSpec.CapabilityDrop.ShouldBe(["ALL"]);
        task.ContainerSpec.Mounts.Single(x => x.Target == "/remote").ReadOnly.ShouldBeTrue();
    }

    [Theory]
    [InlineData(0, JobState.Waiting, new[] { TaskState.Pending })]
    [InlineData(1, JobState.Running, new[] { TaskState.Running })]
    [InlineData(1, JobState.Finished, new[] { TaskState.Complete })]
    [InlineData(1, JobState.Waiting, new[] { TaskState.Failed })]
    [InlineData(2, JobState.Running, new[] { TaskState.Failed, TaskState.Running })]
    [InlineData(2, JobState.Finished, new[] { TaskState.Failed, TaskState.Complete })]
    [InlineData(3, JobState.Failed, new[] { TaskState.Failed, TaskState.Rejected, TaskState.Failed })]
    public void Status_OfTasks_CountsAttemptsAndFailsAfterTheLast(int attempts, JobState state, TaskState[] tasks)
    {
        var status = Status([.. tasks.Select(x => new TaskResponse { Status = new() { State = x } })]);

        status.Attempts.ShouldBe(attempts);
        status.State.ShouldBe(state);
    }

    [Fact]
    public void Status_OfATaskThatWasKilled_SaysWhatThatMayMean()
    {
        var task = new TaskResponse
        {
            NodeID = "n1",
            Status = new()
            {
                State = TaskState.Failed,
                Err = "task: non-zero exit (137)",
                ContainerStatus = new ContainerStatus { ExitCode = 137 },
            },
        };

        var status = Status([task, task, task]);

        status.Reason.ShouldBe("it was killed, by hand or because it needed more memory than its limit");
        status.Machine.ShouldBe("build-box");
    }

    [Fact]
    public void Status_OfATaskThatNoNodeTakes_SaysWhatSwarmSays()
    {
        var task = new TaskResponse
        {
            Status = new() { State = TaskState.Pending, Err = "no suitable node (insufficient resources on 1 node)" },
        };

        Status([task]).Reason.ShouldBe("no suitable node (insufficient resources on 1 node)");
        Status([]).ShouldBe(new JobStatus(JobState.Waiting, 0));
    }

    private static JobStatus Status(IReadOnlyList<TaskResponse> tasks) => JobForms.StatusOf(
        new SwarmService { Spec = JobForms.Service(Spec, "secret", []) },
        tasks,
        new Dictionary<string, string> { ["n1"] = "build-box" });
}
