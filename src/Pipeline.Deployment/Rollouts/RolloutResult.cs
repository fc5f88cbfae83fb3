using Pipeline.Environments;


namespace Pipeline.Deployment.Rollouts;

/// <summary>How a rollout ended.</summary>
/// <param name="Revision">The one that was to be rolled out.</param>
/// <param name="Reason">One sentence, with both numbers where an analysis decided.</param>
public abstract record RolloutResult(Revision Revision, string Reason)
{
    /// <summary>The stable revision runs this very image: nothing was done.</summary>
    public sealed record AlreadyServing(Revision Revision, string Reason) : RolloutResult(Revision, Reason);

    /// <summary>The new revision answers everything.</summary>
    public sealed record Promoted(Revision Revision, string Reason) : RolloutResult(Revision, Reason);

    /// <summary>The new revision answers nothing; what was stable still is.</summary>
    public sealed record Aborted(Revision Revision, string Reason) : RolloutResult(Revision, Reason);

    /// <summary>
    /// It waits for a person, at the weight it has reached: promote it, deploy the same image again to look once
    /// more, or roll back to end it. The reason tells the figures too.
    /// </summary>
    public sealed record Paused(Revision Revision, string Reason) : RolloutResult(Revision, Reason)
    {
        /// <summary>Where predictions are asked for, as "127.0.0.1:41233".</summary>
        public string? Address { get; init; }

        /// <summary>The percentage of the requests that the candidate answers, 0 to 100.</summary>
        public int Weight { get; init; }

        /// <summary>What the candidate answered since that weight was set.</summary>
        public long Requests { get; init; }

        /// <summary>How many of <see cref="Requests"/> had no good answer.</summary>
        public long Errors { get; init; }

        /// <summary>How many requests the analysis asks for at least; 0 where it asks for none.</summary>
        public long RequestsWanted { get; init; }
    }
}
