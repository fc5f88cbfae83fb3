using Pipeline.Environments;
using Pipeline.Gateway.Supervision;

namespace Pipeline.Testing;

/// <summary>Servers that run as soon as they are started and end when they are asked to, unless a test says otherwise.</summary>
internal sealed class FakeRuntime : IRevisionRuntime
{
    public HashSet<ProcessIdentity> Running { get; } = [];

    /// <summary>Servers that do not end when they are asked to.</summary>
    public bool AreStubborn { get; set; }

    /// <summary>Servers that end as soon as they are started.</summary>
    public bool AreBroken { get; set; }

    public int Starts { get; private set; }

    /// <summary>Whether a server says later where it answers.</summary>
    public bool AreSilent { get; set; }

    /// <summary>What silent servers say.</summary>
    public string? Announced { get; set; }

    public Task<RevisionStatus> StartAsync(Revision revision, CancellationToken cancellationToken)
    {
        if (AreBroken)
            return Task.FromResult<RevisionStatus>(new RevisionStatus.Ended(null));
        var process = new ProcessIdentity(++Starts, 1, "test");
        Running.Add(process);
        var address = AreSilent ? Announced : $"127.0.0.1:{30_000 + Starts}";
        return Task.FromResult<RevisionStatus>(new RevisionStatus.Running(process, address));
    }

    public Task<RevisionStatus> ObserveAsync(Revision revision, CancellationToken cancellationToken) => Task.FromResult(
        revision.Process is not { } process ? new RevisionStatus.Absent()
        : Running.Contains(process) ? new RevisionStatus.Running(process, revision.Address ?? Announced)
        : (RevisionStatus)new RevisionStatus.Ended(null));

    public Task StopAsync(Revision revision, bool isLast, CancellationToken cancellationToken)
    {
        if (isLast || !AreStubborn)
            Running.Remove(revision.Process!);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string>> LogsAsync(Revision revision, int lines, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    public Task TrimLogsAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task EndUnknownAsync(IReadOnlyCollection<Revision> known, CancellationToken cancellationToken) => Task.CompletedTask;
}
