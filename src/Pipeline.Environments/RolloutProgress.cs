using System.Text.Json.Serialization;
using Pipeline.Core.Audit;

namespace Pipeline.Environments;

/// <summary>How far the rollout of the candidate is.</summary>
public sealed record RolloutProgress
{
    public required RolloutPhase Phase { get; init; }

    /// <summary>Of the strategy's steps, how many were taken.</summary>
    public int Step { get; init; }

    /// <summary>How many the strategy has; 0 where all traffic moves at once.</summary>
    public int Steps { get; init; }

    public required DateTimeOffset Since { get; init; }

    /// <summary>When the present weight was set; null before the first.</summary>
    public DateTimeOffset? WeightSince { get; init; }

    /// <summary>The counts at <see cref="WeightSince"/>: what was asked since then is what an analysis judges.</summary>
    public TrafficSnapshot? Baseline { get; init; }

    public required Actor Actor { get; init; }

    /// <summary>What happened last, in one sentence.</summary>
    public string? Reason { get; init; }
}

/// <summary>Where a rollout is.</summary>
public enum RolloutPhase
{
    /// <summary>The candidate starts and is probed; it gets no traffic.</summary>
    Starting,

    /// <summary>Traffic moves step by step.</summary>
    Stepping,

    /// <summary>It waits for a person at its weight; whoever led it may leave. Documents call it "held".</summary>
    [JsonStringEnumMemberName("held")]
    Paused,
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
