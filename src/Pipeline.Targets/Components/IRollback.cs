using Nuke.Common;

namespace Pipeline.Targets.Components;

/// <summary>Goes back to a revision that answered before.</summary>
public interface IRollback : IHasEnvironment, IHasReason
{
    [Parameter("Revision to go back to; the one that answered before by default")]
    int? Revision => TryGetValue<int?>(() => Revision);

    Target Rollback => _ => _
        .Description("Goes back to the revision that answered before")
        .Executes(() => Delivery.RollbackAsync(Revision, Reason, Cancellation));
}
