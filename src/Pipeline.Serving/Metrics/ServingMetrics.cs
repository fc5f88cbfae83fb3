using System.Diagnostics.Metrics;
using System.Globalization;
using OpenTelemetry.Metrics;
using Pipeline.Models;
using Pipeline.Models.Predictions;

namespace Pipeline.Serving.Metrics;

/// <summary>What the server has done since it started, for OpenTelemetry to collect. Probes are not in it.</summary>
internal sealed class ServingMetrics : IDisposable
{
    public const string MeterName = "Pipeline.Serving";

    private const int ValueBuckets = 20;
    private const int Statuses = 600;

    private static readonly double[] Magnitudes =
        [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 1e5, 1e6];

    // Semantic conventions want them of every duration.
    private static readonly KeyValuePair<string, object?> Method = new("http.request.method", "POST");
    private static readonly KeyValuePair<string, object?> Scheme = new("url.scheme", "http");

    private static readonly ExplicitBucketHistogramConfiguration Probabilities = new()
    {
        Boundaries = [.. Enumerable.Range(1, ValueBuckets).Select(x => x / (double)ValueBuckets)],
    };

    /// <summary>A server knows nothing of the magnitude of the numbers that a regression predicts.</summary>
    private static readonly ExplicitBucketHistogramConfiguration Numbers = new()
    {
        Boundaries = [.. Magnitudes.Reverse().Select(x => -x), 0, .. Magnitudes],
    };

    /// <summary>In seconds; the conventions' own begin at 5 ms, when most answers are over.</summary>
    private static readonly ExplicitBucketHistogramConfiguration Durations = new()
    {
        Boundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    };

    private static readonly int Routes = Enum.GetValues<RouteKind>().Length;

    private readonly bool _isProbability;
    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<double> _durations;
    private readonly Histogram<double> _predictions;
    private readonly Counter<long> _unseen;
    private readonly Counter<long> _outcomes;

    // Counted here and observed when somebody asks: a counter of OpenTelemetry looks its labels up at each request.
    private readonly long[] _requests = new long[Routes * Statuses];
    private readonly KeyValuePair<string, object?>[]?[] _timed = new KeyValuePair<string, object?>[]?[Statuses];
    private long _inProgress;

    /// <param name="log">Null for a server without a prediction log.</param>
    /// <param name="model">The one that answers.</param>
    /// <param name="task">What it predicts.</param>
    public ServingMetrics(IPredictionLog? log, ServedModel model, ModelTask task)
    {
        (Log, _isProbability) = (log, task != ModelTask.Regression);
        _durations = _meter.CreateHistogram<double>(
            "http.server.request.duration", "s", "How long requests to predict took.", null);
        _predictions = _meter.CreateHistogram<double>(
            "pipeline.prediction", null, "Answers: what decides about the class, or the number.");
        _unseen = _meter.CreateCounter<long>(
            "pipeline.unseen.values", null, "New categories, and values that their columns do not accept, by input.");
        _outcomes = _meter.CreateCounter<long>(
            "pipeline.feedback.outcomes", null, "Outcomes that were reported, and written to the prediction log.");
        _meter.CreateObservableCounter("pipeline.requests", Requests, null, "Requests by route and status.");
        _meter.CreateObservableUpDownCounter(
            "http.server.active_requests", () => new Measurement<long>(InProgress, Scheme, Method), null,
            "Requests to predict that are being answered.");
        _meter.CreateObservableCounter(
            "pipeline.prediction.log.dropped", () => Log?.Dropped ?? 0, null, "Entries that the prediction log has lost.");
        _meter.CreateObservableGauge(
            "pipeline.model.info", () => new Measurement<int>(1, Describe(model)), null, "The model that answers.");
    }

    /// <summary>Null for a server without a prediction log.</summary>
    public IPredictionLog? Log { get; }

    public long InProgress => Interlocked.Read(ref _inProgress);

    /// <summary>
    /// Which instruments are this server's, and their buckets. There may be others in the process: a provider collects by name.
    /// </summary>
    public MetricStreamConfiguration? View(Instrument instrument) =>
        instrument.Meter != _meter ? MetricStreamConfiguration.Drop
        : instrument == _predictions ? _isProbability ? Probabilities : Numbers
        : instrument == _durations ? Durations
        : null;

    /// <returns>How many requests are being answered now, this one included.</returns>
    public long Enter() => Interlocked.Increment(ref _inProgress);

    public void Leave() => Interlocked.Decrement(ref _inProgress);

    public void Count(RouteKind route, int status) =>
        Interlocked.Increment(ref _requests[(int)route * Statuses + Known(status)]);

    /// <param name="status">Of the answer to a request to predict.</param>
    /// <param name="duration">From its arrival on.</param>
    public void Time(int status, TimeSpan duration) =>
        _durations.Record(duration.TotalSeconds, _timed[Known(status)] ??= Labels(Known(status)));

    public void Predict(double answer) => _predictions.Record(answer);

    /// <param name="input">Its name.</param>
    public void CountUnseen(string input) => _unseen.Add(1, new KeyValuePair<string, object?>("input", input));

    public void CountOutcomes(int count) => _outcomes.Add(count);

    public void Dispose() => _meter.Dispose();

    private static int Known(int status) => Math.Clamp(status, 0, Statuses - 1);

    private static KeyValuePair<string, object?>[] Labels(int status) =>
        [Method, Scheme, new("http.route", "/predict"), new("http.response.status_code", status)];

    /// <summary>Those that occurred.</summary>
    private IEnumerable<Measurement<long>> Requests() =>
        from place in Enumerable.Range(0, _requests.Length)
        let count = Interlocked.Read(ref _requests[place])
        where count > 0
        select new Measurement<long>(
            count, new("route", ((RouteKind)(place / Statuses)).ToString().ToLowerInvariant()), new("status", place % Statuses));

    private static KeyValuePair<string, object?>[] Describe(ServedModel model) =>
    [
        new("name", model.Name.ToString()),
        new("version", model.Version?.ToString() ?? ""),
        new("digest", model.Digest.ToString()),
        new("environment", model.Environment),
        new("revision", model.Revision?.ToString(CultureInfo.InvariantCulture) ?? ""),
    ];
}

/// <summary>What a request asked for; a label of the metrics, so that there are few.</summary>
internal enum RouteKind
{
    Other,
    Live,
    Ready,
    Model,
    Predict,
    Metrics,
    Explain,
    Feedback,
}

/// <summary>Marks an endpoint with its route.</summary>
internal sealed record RouteLabel(RouteKind Kind);
