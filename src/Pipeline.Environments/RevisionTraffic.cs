using System.Text.Json.Serialization;

namespace Pipeline.Environments;

/// <summary>What one revision was asked through its gateway, and how it answered, since the gateway started.</summary>
public sealed record RevisionTraffic
{
    public required int Revision { get; init; }

    /// <summary>Requests that ended, well or not.</summary>
    public required long Requests { get; init; }

    /// <summary>Answers with a status of 500 or more.</summary>
    public long ServerErrors { get; init; }

    /// <summary>Requests that had no answer in time.</summary>
    public long Timeouts { get; init; }

    /// <summary>Requests that could not be sent, or whose answer broke off.</summary>
    public long ConnectionFailures { get; init; }

    /// <summary>Requests that are being answered.</summary>
    public long InFlight { get; init; }

    /// <summary>How many requests ended within each of <see cref="LatencyBounds"/>; the last entry is all others.</summary>
    public IReadOnlyList<long> Latencies { get; init; } = [];

    /// <summary>What its answers to clients said; null where none was read.</summary>
    public PredictionCounts? Predictions { get; init; }

    /// <summary>What it answered to copies of requests; null where it was sent none.</summary>
    public MirrorTraffic? Mirrored { get; init; }

    /// <summary>In milliseconds.</summary>
    public static IReadOnlyList<double> LatencyBounds { get; } =
    [
        0.5, 1, 1.5, 2, 3, 4, 5, 7, 10, 15, 20, 30, 40, 50, 70, 100, 150, 200, 300, 400, 500, 700, 1000, 1500, 2000, 3000, 5000,
        7000, 10_000,
    ];

    [JsonIgnore]
    public long Errors => ServerErrors + Timeouts + ConnectionFailures;

    /// <summary>What ended after an earlier count. Latencies that were not kept then are counted in full.</summary>
    public RevisionTraffic Since(RevisionTraffic earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return this with
        {
            Requests = Requests - earlier.Requests,
            ServerErrors = ServerErrors - earlier.ServerErrors,
            Timeouts = Timeouts - earlier.Timeouts,
            ConnectionFailures = ConnectionFailures - earlier.ConnectionFailures,
            Latencies = earlier.Latencies.Count == Latencies.Count
                ? [.. Latencies.Zip(earlier.Latencies, (now, before) => now - before)]
                : Latencies,
            Predictions = Predictions?.Since(earlier.Predictions),
            Mirrored = Mirrored?.Since(earlier.Mirrored),
        };
    }
}

/// <summary>The counts of all revisions at one moment.</summary>
/// <param name="Epoch">Counts with another epoch began anew, because the gateway did.</param>
/// <param name="Revisions">Of each revision that was asked anything.</param>
public sealed record TrafficSnapshot(string Epoch, IReadOnlyList<RevisionTraffic> Revisions)
{
    public RevisionTraffic Of(int revision) =>
        Revisions.FirstOrDefault(x => x.Revision == revision) ?? new RevisionTraffic { Revision = revision, Requests = 0 };

    /// <summary>What was asked after an earlier moment; all of it without one, or where the gateway began anew.</summary>
    public TrafficSnapshot Since(TrafficSnapshot? earlier) => earlier is null || earlier.Epoch != Epoch
        ? this
        : this with { Revisions = [.. Revisions.Select(x => x.Since(earlier.Of(x.Revision)))] };

    /// <summary>The counts of some revisions, as a baseline is kept in the document.</summary>
    public TrafficSnapshot Only(params IEnumerable<int?> revisions) => this with
    {
        Revisions = [.. Revisions.Where(x => revisions.Contains(x.Revision))],
    };
}
