using Pipeline.Environments;
using Pipeline.Gateway.Supervision;

namespace Pipeline.Testing;

/// <summary>Divides imagined requests, unless a test lets it refuse or forget to.</summary>
internal sealed class FakeTraffic : ITrafficControl
{
    /// <summary>What its revisions were asked; null where nobody counts.</summary>
    public TrafficSnapshot? Counts { get; set; }

    /// <summary>Why it can be told nothing; null where it can.</summary>
    public string? Trouble { get; set; }

    /// <summary>Takes what it is told, and does nothing.</summary>
    public bool IsIdle { get; set; }

    public TrafficSplit InEffect { get; private set; } = TrafficSplit.Nobody;

    public Task SetAsync(TrafficSplit split, CancellationToken cancellationToken)
    {
        if (Trouble is not null)
            throw new TrafficControlException(Trouble);
        if (!IsIdle)
            InEffect = split;
        return Task.CompletedTask;
    }

    public Task<TrafficSplit> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(InEffect);

    public long InFlight(int revision) => 0;
}
