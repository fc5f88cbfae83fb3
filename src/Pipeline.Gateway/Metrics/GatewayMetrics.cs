using System.Diagnostics;
using System.Diagnostics.Metrics;
using Pipeline.Environments;
using Pipeline.Gateway.Traffic;

namespace Pipeline.Gateway.Metrics;

/// <summary>
/// What the gateway measures, in the names and units of OpenTelemetry's semantic conventions where they have one. What a
/// <see cref="RevisionMeter"/> counts anyway is observed when somebody asks; a request pays for its duration alone.
/// </summary>
internal sealed class GatewayMetrics : IDisposable
{
    public const string MeterName = "Pipeline.Gateway";
    public const string RequestDuration = "http.server.request.duration";

    private const string Revision = "pipeline.revision";
    private const string Outcome = "pipeline.outcome";
    private const string Nobody = "none";
    private const string OtherMethod = "_OTHER";
    private const int Statuses = 600;

    /// <summary>Of a histogram in seconds: the conventions' own, and three below, where predictions are.</summary>
    private static readonly double[] Bounds =
        [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    private static readonly object[] BoxedStatuses = [.. Enumerable.Range(0, Statuses).Select(x => (object)x)];

    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<double> _durations;

    /// <param name="routes">Counts what revisions answer.</param>
    /// <param name="document">The committed state.</param>
    public GatewayMetrics(RouteTable routes, Func<EnvironmentDocument> document)
    {
        _durations = _meter.CreateHistogram(
            RequestDuration, "s", "Duration of HTTP server requests.", null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = Bounds });
        _meter.CreateObservableCounter(
            "pipeline.gateway.requests", () => Requests(routes), "{request}", "Requests that a revision was asked, by outcome.");
        _meter.CreateObservableCounter(
            "pipeline.gateway.copies", () => Copies(routes), "{request}", "Copies of requests to a revision, by outcome.");
        _meter.CreateObservableCounter(
            "pipeline.gateway.compared_rows", () => Rows(routes), "{row}", "Rows that a revision predicted beside another.");
        _meter.CreateObservableUpDownCounter(
            "http.server.active_requests", () => Active(routes), "{request}", "Requests that are being answered.");
        _meter.CreateObservableGauge(
            "pipeline.gateway.weight", () => Weights(document()), "1", "The share of requests that a revision answers.");
        _meter.CreateObservableCounter(
            "pipeline.gateway.restarts", () => Restarts(document()), "{restart}", "How often a revision's server was restarted.");
    }

    public void Dispose() => _meter.Dispose();

    /// <param name="context">A request that is being answered, with its status.</param>
    /// <param name="upstream">By whom; null for the gateway itself.</param>
    /// <param name="duration">Its client's wait.</param>
    public void Record(HttpContext context, Upstream? upstream, TimeSpan duration)
    {
        if (!_durations.Enabled)
            return;
        var status = Math.Clamp(context.Response.StatusCode, 0, Statuses - 1);
        var tags = new TagList
        {
            { "http.request.method", Known(context.Request.Method) },
            { "url.scheme", Uri.UriSchemeHttp },
            { "http.response.status_code", BoxedStatuses[status] },
            { Revision, upstream?.Label ?? Nobody },
        };
        _durations.Record(duration.TotalSeconds, tags);
    }

    /// <summary>A client may invent methods without end; a label may not.</summary>
    private static string Known(string method) =>
        HttpMethods.IsPost(method) ? HttpMethods.Post
        : HttpMethods.IsGet(method) ? HttpMethods.Get
        : HttpMethods.IsHead(method) ? HttpMethods.Head
        : HttpMethods.IsOptions(method) ? HttpMethods.Options
        : HttpMethods.IsPut(method) ? HttpMethods.Put
        : HttpMethods.IsDelete(method) ? HttpMethods.Delete
        : HttpMethods.IsPatch(method) ? HttpMethods.Patch
        : OtherMethod;

    private static IEnumerable<Measurement<long>> Requests(RouteTable routes)
    {
        foreach (var (revision, meter) in routes.Meters)
        {
            var traffic = meter.Read(revision);
            yield return Of(traffic.Requests - traffic.Errors, revision, "answered");
            yield return Of(traffic.ServerErrors, revision, "server_error");
            yield return Of(traffic.Timeouts, revision, "timeout");
            yield return Of(traffic.ConnectionFailures, revision, "connection_failure");
            yield return Of(meter.NotCounted, revision, "not_counted");
        }
    }

    private static IEnumerable<Measurement<long>> Copies(RouteTable routes)
    {
        foreach (var (revision, mirrored) in Mirrors(routes))
        {
            yield return Of(mirrored.Answered - mirrored.Errors, revision, "answered");
            yield return Of(mirrored.Errors, revision, "error");
            yield return Of(mirrored.Dropped, revision, "dropped");
        }
    }

    private static IEnumerable<Measurement<long>> Rows(RouteTable routes)
    {
        foreach (var (revision, mirrored) in Mirrors(routes))
        {
            yield return Of(mirrored.Agreeing, revision, "agreeing");
            yield return Of(mirrored.Disagreeing, revision, "disagreeing");
        }
    }

    private static IEnumerable<(int Revision, MirrorTraffic Mirrored)> Mirrors(RouteTable routes)
    {
        foreach (var (revision, meter) in routes.Meters)
        {
            if (meter.Mirrored.Read() is { } mirrored)
                yield return (revision, mirrored);
        }
    }

    private static IEnumerable<Measurement<long>> Active(RouteTable routes) =>
        routes.Meters.Select(x => new Measurement<long>(x.Meter.InFlight, Label(x.Revision)));

    private static IEnumerable<Measurement<double>> Weights(EnvironmentDocument document)
    {
        if (document.Stable is { } stable)
            yield return new Measurement<double>((100 - document.Weight) / 100.0, Label(stable));
        if (document.Candidate is { } candidate)
            yield return new Measurement<double>(document.Weight / 100.0, Label(candidate));
    }

    private static IEnumerable<Measurement<long>> Restarts(EnvironmentDocument document) =>
        document.Revisions.Where(x => x.State == RevisionState.Running)
            .Select(x => new Measurement<long>(x.Restarts, Label(x.Number)));

    private static Measurement<long> Of(long count, int revision, string outcome) =>
        new(count, Label(revision), new KeyValuePair<string, object?>(Outcome, outcome));

    private static KeyValuePair<string, object?> Label(int revision) => new(Revision, revision);
}
