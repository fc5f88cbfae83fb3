using System.Collections.Concurrent;
using Pipeline.Environments;
using Pipeline.Gateway.Supervision;

namespace Pipeline.Gateway.Traffic;

/// <summary>The split as the forwarder of this process follows it, and the meters of all revisions.</summary>
/// <param name="epoch">Of its counts.</param>
/// <param name="secret">What servers believe the gateway by.</param>
internal sealed class RouteTable(string epoch, string secret) : ITrafficControl
{
    private readonly ConcurrentDictionary<int, RevisionMeter> _meters = new();
    private volatile Routes _current = Routes.None;

    public Routes Current => _current;

    public TrafficSnapshot Counts => new(epoch, [.. _meters.OrderBy(x => x.Key).Select(x => x.Value.Read(x.Key))]);

    public IEnumerable<(int Revision, RevisionMeter Meter)> Meters => _meters.Select(x => (x.Key, x.Value));

    public Task SetAsync(TrafficSplit split, CancellationToken cancellationToken)
    {
        _current = new Routes(split, Find(split.Stable, Upstream.Stable), Find(split.Candidate, Upstream.Canary));
        return Task.CompletedTask;
    }

    public Task<TrafficSplit> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(_current.Split);

    public long InFlight(int revision) => _meters.TryGetValue(revision, out var meter) ? meter.InFlight : 0;

    private Upstream? Find(TrafficTarget? target, string route) => target is { Address: { } address }
        ? new Upstream(target.Revision, address, route, _meters.GetOrAdd(target.Revision, _ => new RevisionMeter()), secret)
        : null;
}

/// <summary>Who answers now; null where a revision does not run. Replaced as a whole, never changed.</summary>
internal sealed record Routes(TrafficSplit Split, Upstream? Stable, Upstream? Candidate)
{
    public static Routes None { get; } = new(TrafficSplit.Nobody, null, null);
}
