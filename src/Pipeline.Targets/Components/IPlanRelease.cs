using Nuke.Common;

namespace Pipeline.Targets.Components;

/// <summary>Says beforehand what Release would run and why, and how long it took last time.</summary>
public interface IPlanRelease : IHasModel
{
    Target PlanRelease => _ => _
        .Description("Says what Release would run, why, and how long it took last time")
        .Executes(() => Delivery.PlanReleaseAsync(Cancellation));
}
