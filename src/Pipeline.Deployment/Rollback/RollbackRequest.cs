using Pipeline.Core.Audit;
using Pipeline.Environments;

namespace Pipeline.Deployment.Rollback;

/// <summary>What to go back to.</summary>
public sealed record RollbackRequest(Actor Actor)
{
    /// <summary>Null is the revision that answered before the stable one; or, during a paused rollout, the stable one.</summary>
    public int? Revision { get; init; }

    /// <summary>Why, for the journal.</summary>
    public string? Reason { get; init; }

    /// <summary>For another's lease; zero is refused at once, by name. Default 0.</summary>
    public TimeSpan WaitForLease { get; init; }

    /// <summary>Ends another's lease, and with it the rollout that it leads.</summary>
    public bool TakeOver { get; init; }

    /// <summary>Whose end ends the lease. Default: this process.</summary>
    public ProcessIdentity? Process { get; init; } = ProcessIdentity.Current;
}
