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
