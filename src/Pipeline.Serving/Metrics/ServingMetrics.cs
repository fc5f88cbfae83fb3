using Pipeline.Core.Predictions;

namespace Pipeline.Serving.Metrics;

/// <summary>What the server has done since it started. Probes are not in it.</summary>
internal sealed class ServingMetrics
{
    private const int Statuses = 600;
    private const int ValueBuckets = 20;

    private static readonly int Routes = Enum.GetValues<RouteKind>().Length;
    private readonly long[] _requests = new long[Routes * Statuses];
    private long _inProgress;

    /// <summary>In seconds, for requests to predict.</summary>
    public Histogram Latency { get; } = new(
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5);

    /// <summary>Of the probability, or of the first answer of a model without.</summary>
    public Histogram Predictions { get; } = new(
        [.. Enumerable.Range(1, ValueBuckets).Select(x => x / (double)ValueBuckets)]);

    /// <summary>Null for a server without a prediction log.</summary>
    public IPredictionLog? Log { get; init; }

    public long InProgress => Interlocked.Read(ref _inProgress);

    /// <returns>How many requests are being answered now, this one included.</returns>
    public long Enter() => Interlocked.Increment(ref _inProgress);

    public void Leave() => Interlocked.Decrement(ref _inProgress);

    public void Count(RouteKind route, int status) =>
        Interlocked.Increment(ref _requests[(int)route * Statuses + Math.Clamp(status, 0, Statuses - 1)]);

    /// <summary>Those that occurred.</summary>
    public IEnumerable<(RouteKind Route, int Status, long Count)> Requests() =>
        from place in Enumerable.Range(0, _requests.Length)
        let count = Interlocked.Read(ref _requests[place])
        where count > 0
        select ((RouteKind)(place / Statuses), place % Statuses, count);
}
