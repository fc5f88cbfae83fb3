using System.Collections.Concurrent;
using System.Text;
using Pipeline.Core.Identity;
using Pipeline.Deployment.Jobs;
using Pipeline.Testing;
using Pipeline.Worker;

namespace Pipeline.Targets.Delivery.Jobs;

/// <summary>An engine whose jobs are workers in this process, with the folders that containers would be given.</summary>
internal sealed class LocalJobs : IJobEngine, IJobSite
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentDictionary<string, Running> _running = new();
    private readonly ConcurrentDictionary<string, string> _secrets = new();
    private int _started;

    public string Name => "here";

    public string Title => "the engine of the test";

    /// <summary>Decides whether an attempt, counted from 1, of a job is killed before it does anything.</summary>
    public Func<string, int, bool> Kills { get; set; } = (_, _) => false;

    /// <summary>Called with the name of each job when it was begun.</summary>
    public Action<string> Begun { get; set; } = _ => { };

    /// <summary>The names of jobs, each as often as it ended with a result.</summary>
    public ConcurrentQueue<string> Done { get; } = new();

    /// <summary>All jobs that were ever begun.</summary>
    public ConcurrentQueue<JobSpec> Specs { get; } = new();

    public IEnumerable<string> Secrets => _secrets.Keys;

    public IEnumerable<string> Left => _running.Keys;

    public Task<IJobSite> OpenAsync(CancellationToken cancellationToken) => Task.FromResult<IJobSite>(this);

    public Task<string> EnsureImageAsync(Func<CancellationToken, Task<string>> make, CancellationToken cancellationToken) =>
        Task.FromResult("none");

    public Task EnsureSecretAsync(
        string name, IReadOnlyDictionary<string, string> labels, byte[] secret, CancellationToken cancellationToken)
    {
        if (_secrets.TryAdd(name, ""))
            _folder.Write($"secrets/{name}", Encoding.ASCII.GetString(secret));
        return Task.CompletedTask;
    }

    public Task StartAsync(JobSpec job, CancellationToken cancellationToken)
    {
        var running = new Running();
        if (!_running.TryAdd(job.Name, running))
            return Task.CompletedTask;
        Specs.Enqueue(job);
        running.Work = Task.Run(() => RunAsync(job, running), CancellationToken.None);
        Begun(job.Name);
        return Task.CompletedTask;
    }

    public Task<JobStatus?> FindAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult(_running.TryGetValue(name, out var running) ? running.Status : null);

    public Task<IReadOnlyList<string>> ReadLogAsync(string name, int lines, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([.. _running[name].Log.ToString().Split('\n').Where(line => line.Length > 0)]);

    public Task<IReadOnlyList<string>> ListAsync(
        IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([.. _running.Keys]);

    public async Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        if (!_running.TryRemove(name, out var running))
            return;
        await running.Ended.CancelAsync();
        await running.Work;
    }

    public Task RemoveSecretsAsync(IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken)
    {
        _secrets.Clear();
        return Task.CompletedTask;
    }

    /// <summary>Of one build; the engine outlives it.</summary>
    void IDisposable.Dispose()
    {
    }

    public async Task EndAsync()
    {
        foreach (var name in _running.Keys)
            await RemoveAsync(name, CancellationToken.None);
        _folder.Dispose();
    }

    private async Task RunAsync(JobSpec job, Running running)
    {
        for (var attempt = 1; attempt <= job.Attempts; attempt++)
        {
            running.Status = new JobStatus(JobState.Running, attempt) { Machine = "this" };
            if (Kills(job.Name, attempt))
            {
                running.Status = new JobStatus(attempt < job.Attempts ? JobState.Waiting : JobState.Failed, attempt)
                {
                    Reason = "it was killed",
                };
                continue;
            }

            var work = _folder["work", $"{Interlocked.Increment(ref _started)}"];
            var code = await new WorkerProgram(TimeProvider.System, running.Log, running.Log)
                .RunAsync(Translate(job, work), running.Ended.Token);
            running.Status = code == 0
                ? new JobStatus(JobState.Finished, attempt)
                : new JobStatus(attempt < job.Attempts ? JobState.Waiting : JobState.Failed, attempt) { Reason = $"exit {code}" };
            if (code == 0)
                Done.Enqueue(job.Name);
            if (code == 0 || running.Ended.IsCancellationRequested)
                return;
        }
    }

    private string[] Translate(JobSpec job, string work) =>
    [
        .. job.Arguments.Select(argument => argument switch
        {
            "/run/secrets/token" => _folder["secrets", job.Secret],
            "/tmp/work" => work,
            _ => job.Mounts.FirstOrDefault(mount => mount.Target == argument)?.Source ?? argument,
        }),
    ];

    private sealed class Running
    {
        public CancellationTokenSource Ended { get; } = new();

        public Task Work { get; set; } = Task.CompletedTask;

        public StringWriter Log { get; } = new();

        public JobStatus Status { get; set; } = new(JobState.Waiting, 0);
    }
}
