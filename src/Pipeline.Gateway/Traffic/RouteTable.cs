using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Pipeline.Environments;
using Pipeline.Gateway.Supervision;

namespace Pipeline.Gateway.Traffic;

/// <summary>The split as the forwarder of this process follows it, and the meters of all revisions.</summary>
/// <param name="epoch">Of its counts.</param>
/// <param name="secret">What servers believe the gateway by.</param>
/// <param name="resolve">The addresses that a name stands for; null asks the system.</param>
internal sealed class RouteTable(string epoch, string secret, Func<string, Task<IPAddress[]>>? resolve = null) : ITrafficControl
{
    private const long SilenceMilliseconds = 100;

    private readonly ConcurrentDictionary<int, RevisionMeter> _meters = new();
    private readonly ConcurrentDictionary<string, ServerSet> _servers = new();
    private volatile Routes _current = Routes.None;
    private long _silent = long.MinValue / 2;

    /// <summary>Told when a revision did not answer: whoever starts it again need not wait for its next look.</summary>
    public event Action? Silent;

    public Routes Current => _current;

    /// <summary>Told further at most ten times a second, however many requests are not answered.</summary>
    public void NoteSilence()
    {
        var (now, last) = (Environment.TickCount64, Interlocked.Read(ref _silent));
        if (now - last >= SilenceMilliseconds && Interlocked.CompareExchange(ref _silent, now, last) == last)
            Silent?.Invoke();
    }

    public TrafficSnapshot Counts => new(epoch, [.. _meters.OrderBy(x => x.Key).Select(x => x.Value.Read(x.Key))]);

    public IEnumerable<(int Revision, RevisionMeter Meter)> Meters => _meters.Select(x => (x.Key, x.Value));

    public Task SetAsync(TrafficSplit split, CancellationToken cancellationToken)
    {
        var shadow = split.Mirror?.Revision == split.Candidate?.Revision ? Find(split.Candidate, Upstream.Shadowing) : null;
        _current = new Routes(split, Find(split.Stable, Upstream.Stable), Find(split.Candidate, Upstream.Canary))
        {
            Shadow = shadow,
        };
        foreach (var address in _servers.Keys.Where(x => x != split.Stable?.Address && x != split.Candidate?.Address))
            _servers.TryRemove(address, out _);
        return Task.CompletedTask;
    }

    public Task<TrafficSplit> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(_current.Split);

    public long InFlight(int revision) => _meters.TryGetValue(revision, out var meter) ? meter.InFlight : 0;

    private Upstream? Find(TrafficTarget? target, string route) => target is { Address: { } address }
        ? new Upstream(
            target.Revision,
            _servers.GetOrAdd(address, x => new ServerSet(x, resolve ?? ServerSet.AskSystemAsync)),
            route,
            _meters.GetOrAdd(target.Revision, _ => new RevisionMeter()),
            secret)
        : null;
}

/// <summary>Who answers now; null where a revision does not run. Replaced as a whole, never changed.</summary>
internal sealed record Routes(TrafficSplit Split, Upstream? Stable, Upstream? Candidate)
{
    public static Routes None { get; } = new(TrafficSplit.Nobody, null, null);

    /// <summary>The candidate, for copies of requests; null while none are mirrored.</summary>
    public Upstream? Shadow { get; init; }
}

/// <summary>A revision that can be asked.</summary>
/// <param name="Revision">Its number.</param>
/// <param name="Servers">Where it answers.</param>
/// <param name="Route">What the way to it is called in the prediction log.</param>
/// <param name="Meter">Counts its answers.</param>
/// <param name="Secret">What its server believes the gateway by.</param>
internal sealed record Upstream(int Revision, ServerSet Servers, string Route, RevisionMeter Meter, string Secret)
{
    public const string Stable = "stable";
    public const string Canary = "canary";

    /// <summary>Where requests go whose answers are compared, and not told.</summary>
    public const string Shadowing = "shadow";

    /// <summary>The path of nearly every request.</summary>
    public const string Predict = "/predict";

    /// <summary>The revision as headers and metrics name it.</summary>
    public string Label { get; } = Revision.ToString(CultureInfo.InvariantCulture);
}
