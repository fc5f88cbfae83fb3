using Docker.DotNet.Models;
using Pipeline.Deployment.Jobs;
using JobStatus = Pipeline.Deployment.Jobs.JobStatus;
using TaskStatus = Docker.DotNet.Models.TaskStatus;

namespace Pipeline.Docker.Jobs;

/// <summary>Jobs as Swarm's API has them.</summary>
internal static class JobForms
{
    /// <summary>Where a program finds the secret of its job.</summary>
    public const string TokenFile = "token";

    private const long Billion = 1_000_000_000;
    private const uint ReadableByAll = 0x124;
    private const string OnFailure = "on-failure";

    /// <summary>128 and the number of the signal.</summary>
    private const int Killed = 137;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>No root, no capabilities, nothing to write to but its folder and a volume that goes with it.</summary>
    /// <param name="job">What is to run.</param>
    /// <param name="secret">The engine's id of its secret.</param>
    /// <param name="constraints">On which nodes.</param>
    public static ServiceSpec Service(JobSpec job, string secret, IReadOnlyList<string> constraints)
    {
        var limits = new SwarmLimit
        {
            MemoryBytes = job.Limits.Memory?.Bytes ?? 0,
            NanoCPUs = (long)((job.Limits.Cpus ?? 0) * Billion),
            Pids = job.Limits.Pids,
        };
        return new ServiceSpec
        {
            Name = job.Name,
            Labels = job.Labels.ToDictionary(),
            Mode = new ServiceMode { ReplicatedJob = new ReplicatedJob { MaxConcurrent = 1, TotalCompletions = 1 } },
            TaskTemplate = new TaskSpec
            {
                ContainerSpec = new ContainerSpec
                {
                    Image = job.Image,
                    Args = [.. job.Arguments],
                    Labels = job.Labels.ToDictionary(),
                    User = job.User ?? "",
                    ReadOnly = true,
                    CapabilityDrop = ["ALL"],
                    StopGracePeriod = Grace.Ticks * 100,
                    Mounts =
                    [
                        .. job.Mounts.Select(mount => new Mount
                        {
                            Type = "bind",
                            Source = mount.Source,
                            Target = mount.Target,
                            ReadOnly = mount.IsReadOnly,
                        }),
                        new Mount { Type = "volume", Target = "/tmp" },
                    ],
                    Secrets =
                    [
                        new SecretReference
                        {
                            SecretID = secret,
                            SecretName = job.Secret,
                            File = new SecretReferenceFileTarget
                            {
                                Name = TokenFile,
                                UID = "0",
                                GID = "0",
                                Mode = ReadableByAll,
                            },
                        },
                    ],
                },
                Resources = new ResourceRequirements
                {
                    Limits = limits,
                    Reservations = new SwarmResources { MemoryBytes = limits.MemoryBytes, NanoCPUs = limits.NanoCPUs },
                },
                RestartPolicy = new SwarmRestartPolicy
                {
                    Condition = OnFailure,
                    MaxAttempts = (ulong)(job.Attempts - 1),
                    Delay = Pause.Ticks * 100,
                },
                Placement = new Placement { Constraints = [.. constraints] },
            },
        };
    }

    /// <param name="job">The service.</param>
    /// <param name="tasks">Its attempts, the first one first.</param>
    /// <param name="machines">The names of nodes by their ids.</param>
    public static JobStatus StatusOf(
        SwarmService job, IReadOnlyList<TaskResponse> tasks, IReadOnlyDictionary<string, string> machines)
    {
        if (tasks.Count == 0)
            return new JobStatus(JobState.Waiting, 0);
        var last = tasks[^1];
        // Swarm makes the next attempt in the moment in which one fails, and lets it wait.
        var begun = tasks.Count(task => task.Status.State >= TaskState.Preparing);
        var most = 1 + (job.Spec.TaskTemplate.RestartPolicy?.MaxAttempts ?? 0);
        var state = last.Status.State switch
        {
            TaskState.Complete => JobState.Finished,
            TaskState.Failed or TaskState.Rejected or TaskState.Shutdown or TaskState.Orphaned =>
                (ulong)begun >= most ? JobState.Failed : JobState.Waiting,
            TaskState.Starting or TaskState.Running => JobState.Running,
            _ => JobState.Waiting,
        };
        var told = state == JobState.Waiting && tasks.Count > 1 && last.Status.State < TaskState.Preparing ? tasks[^2] : last;
        return new JobStatus(state, begun)
        {
            Machine = string.IsNullOrEmpty(last.NodeID) ? null : machines.GetValueOrDefault(last.NodeID),
            Reason = state is JobState.Waiting or JobState.Failed ? Reason(last.Status) ?? Reason(told.Status) : null,
        };
    }

    private static string? Reason(TaskStatus status) => status switch
    {
        { ContainerStatus.ExitCode: Killed } => "it was killed, by hand or because it needed more memory than its limit",
        { Err.Length: > 0 } => status.Err.TrimEnd('.'),
        _ => null,
    };
}
