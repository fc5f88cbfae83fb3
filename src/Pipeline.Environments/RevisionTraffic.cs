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

    /// <summary>In milliseconds.</summary>
    public static IReadOnlyList<double> LatencyBounds { get; } = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];

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

    /// <summary>The counts of some revisions, without their latencies.</summary>
    public TrafficSnapshot Only(params IEnumerable<int?> revisions) => this with
    {
        Revisions = [.. Revisions.Where(x => revisions.Contains(x.Revision)).Select(x => x with { Latencies = [] })],
    };
}

/// <summary>Which revisions answer the requests of an environment, and in which share.</summary>
public sealed record TrafficSplit
{
    /// <summary>Answers what the candidate does not; null where nothing is deployed.</summary>
    public TrafficTarget? Stable { get; init; }

    public TrafficTarget? Candidate { get; init; }

    /// <summary>The percentage of requests, 0 to 100, that the candidate answers.</summary>
    public int Weight { get; init; }

    /// <summary>Nothing answers.</summary>
    public static TrafficSplit Nobody { get; } = new();

    /// <summary>The split that a document asks for.</summary>
    public static TrafficSplit Of(EnvironmentDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new TrafficSplit
        {
            Stable = Target(document, document.Stable),
            Candidate = Target(document, document.Candidate),
            Weight = document.Weight,
        };
    }

    /// <summary>Whether requests may still be put to a revision.</summary>
    public bool Names(int revision) => Stable?.Revision == revision || Candidate?.Revision == revision;

    private static TrafficTarget? Target(EnvironmentDocument document, int? number) => document.Find(number) is { } revision
        ? new TrafficTarget(revision.Number, revision.State == RevisionState.Running ? revision.Address : null)
        : null;
}

/// <summary>A revision that answers requests.</summary>
/// <param name="Revision">Its number.</param>
/// <param name="Address">Where its server answers, as "127.0.0.1:35001"; null while it does not run.</param>
public sealed record TrafficTarget(int Revision, string? Address = null);
