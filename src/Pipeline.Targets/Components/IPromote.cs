using Nuke.Common;

namespace Pipeline.Targets.Components;

/// <summary>Ends a paused rollout by a person's decision.</summary>
public interface IPromote : IHasEnvironment, IHasReason
{
    Target Promote => _ => _
        .Description("Approves a rollout that waits: its revision answers everything; needs --reason")
        .Requires(() => Reason)
        .Executes(() => Delivery.PromoteAsync(Reason!, Cancellation));
}
