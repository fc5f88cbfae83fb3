using System.Collections.Concurrent;
using System.Globalization;
using Pipeline.Core.Predictions;
using Pipeline.Environments;
using Pipeline.Gateway.Supervision;
using Yarp.ReverseProxy.Forwarder;

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

/// <summary>A revision that can be asked.</summary>
/// <param name="Revision">Its number.</param>
/// <param name="Address">Where its server answers.</param>
/// <param name="Route">What the way to it is called in the prediction log.</param>
/// <param name="Meter">Counts its answers.</param>
/// <param name="Secret">What its server believes the gateway by.</param>
internal sealed record Upstream(int Revision, string Address, string Route, RevisionMeter Meter, string Secret)
{
    public const string Stable = "stable";
    public const string Canary = "canary";

    public string Prefix { get; } = $"http://{Address}";

    public RevisionTransformer Transformer { get; } = new(Revision, Route, Secret);

    /// <summary>The revision as metrics name it.</summary>
    public string Label { get; } = Revision.ToString(CultureInfo.InvariantCulture);
}

/// <summary>
/// Forwards as it is, but for what only the environment may say: the server is told the request's route, and the client which
/// revision answered. Nobody keeps a request out of the prediction log from outside, so a probe's header is dropped; the secret
/// shows the server that the route is the gateway's word.
/// </summary>
internal sealed class RevisionTransformer(int revision, string route, string secret) : HttpTransformer
{
    public const string Header = "X-Pipeline-Revision";

    private readonly string _revision = revision.ToString(CultureInfo.InvariantCulture);

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        proxyRequest.Headers.Remove(PredictionHeaders.Probe);
        proxyRequest.Headers.Remove(PredictionHeaders.Route);
        proxyRequest.Headers.Remove(PredictionHeaders.Secret);
        proxyRequest.Headers.Add(PredictionHeaders.Route, route);
        proxyRequest.Headers.Add(PredictionHeaders.Secret, secret);
        // The body is here already: a server that is asked first would only be waited for.
        proxyRequest.Headers.Remove("Expect");
    }

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        var copies = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        httpContext.Response.Headers[Header] = _revision;
        return copies;
    }
}
