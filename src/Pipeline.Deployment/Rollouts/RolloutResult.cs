using Pipeline.Core.Environments;

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
    public sealed record TakenBack(Revision Revision, string Reason) : RolloutResult(Revision, Reason);

    /// <summary>It waits for a person: deploy the same image again to go on, roll back to end it.</summary>
    public sealed record Held(Revision Revision, string Reason) : RolloutResult(Revision, Reason);
}
