using System.Collections.Concurrent;
using Pipeline.Environments;

namespace Pipeline.Gateway.Traffic;

/// <summary>The routes that follow from the committed document, and the meters of all revisions.</summary>
/// <param name="epoch">Of its counts.</param>
/// <param name="secret">What servers believe the gateway by.</param>
internal sealed class RouteTable(string epoch, string secret)
{
    private readonly ConcurrentDictionary<int, RevisionMeter> _meters = new();
    private volatile Routes _current = Routes.None;

    public Routes Current => _current;

    public void Follow(EnvironmentDocument document)
    {
        _current = new Routes(
            Find(document, document.Stable, Upstream.Stable),
            Find(document, document.Candidate, Upstream.Canary),
            document.Weight)
        {
            HasStable = document.Stable is not null,
        };
    }

    public TrafficSnapshot Snapshot() =>
        new(epoch, [.. _meters.OrderBy(x => x.Key).Select(x => x.Value.Read(x.Key))]);

    public IEnumerable<(int Revision, RevisionMeter Meter)> Meters => _meters.Select(x => (x.Key, x.Value));

    public long InFlight(int revision) => _meters.TryGetValue(revision, out var meter) ? meter.InFlight : 0;

    private Upstream? Find(EnvironmentDocument document, int? number, string route) =>
        document.Find(number) is { State: RevisionState.Running, Address: { } address } revision
            ? new Upstream(revision.Number, address, route, _meters.GetOrAdd(revision.Number, _ => new RevisionMeter()), secret)
            : null;
}

/// <summary>Who answers now; null where a revision does not run. Replaced as a whole, never changed.</summary>
internal sealed record Routes(Upstream? Stable, Upstream? Candidate, int Weight)
{
    public static Routes None { get; } = new(null, null, 0);

    /// <summary>There is a stable revision, though it may not run now; without one, waiting for it is pointless.</summary>
    public bool HasStable { get; init; }
}
