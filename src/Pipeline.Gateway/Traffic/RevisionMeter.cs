using Pipeline.Environments;

namespace Pipeline.Gateway.Traffic;

/// <summary>Counts what one revision answered; safe for any number of threads.</summary>
internal sealed class RevisionMeter
{
    private readonly long[] _latencies = new long[RevisionTraffic.LatencyBounds.Count + 1];
    private long _requests;
    private long _serverErrors;
    private long _timeouts;
    private long _connectionFailures;
    private long _notCounted;
    private long _inFlight;

    /// <summary>Requests that ended before the revision could show anything.</summary>
    public long NotCounted => Interlocked.Read(ref _notCounted);

    /// <summary>What its answers to clients said.</summary>
    public PredictionMeter Predictions { get; } = new();

    /// <summary>What it made of copies of requests.</summary>
    public MirrorMeter Mirrored { get; } = new();

    public long InFlight => Interlocked.Read(ref _inFlight);

    public void Begin() => Interlocked.Increment(ref _inFlight);

    /// <summary>The revision has answered, or will not. Whoever sees the count sees nothing in flight any more.</summary>
    public void End(AttemptResult result, TimeSpan duration)
    {
        Interlocked.Decrement(ref _inFlight);
        switch (result)
        {
            case AttemptResult.GivenUp or AttemptResult.BadRequest or AttemptResult.Aside:
                Interlocked.Increment(ref _notCounted);
                return;
            case AttemptResult.ServerError:
                Interlocked.Increment(ref _serverErrors);
                break;
            case AttemptResult.Timeout:
                Interlocked.Increment(ref _timeouts);
                break;
            case AttemptResult.ConnectionFailure:
                Interlocked.Increment(ref _connectionFailures);
                break;
        }

        Interlocked.Increment(ref _latencies[Bucket(duration.TotalMilliseconds)]);
        Interlocked.Increment(ref _requests);
    }

    public RevisionTraffic Read(int revision) => new()
    {
        Revision = revision,
        Requests = Interlocked.Read(ref _requests),
        ServerErrors = Interlocked.Read(ref _serverErrors),
        Timeouts = Interlocked.Read(ref _timeouts),
        ConnectionFailures = Interlocked.Read(ref _connectionFailures),
        InFlight = InFlight,
        Predictions = Predictions.Read(),
        Mirrored = Mirrored.Read(),
        Latencies = [.. _latencies.Select((_, i) => Interlocked.Read(ref _latencies[i]))],
    };

    private static int Bucket(double milliseconds)
    {
        var bounds = RevisionTraffic.LatencyBounds;
        var bucket = 0;
        while (bucket < bounds.Count && milliseconds > bounds[bucket])
            bucket++;
        return bucket;
    }
}
