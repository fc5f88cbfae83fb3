using Nuke.Common;

namespace Pipeline.Targets.Components;

/// <summary>Removes what nothing points to any more and what is over the limits that environments.yml sets.</summary>
public interface IPrune : IHasEnvironment
{
    [Parameter("Shows what Prune would remove, and removes nothing")]
    bool DryRun => TryGetValue<bool?>(() => DryRun) ?? false;

    Target Prune => _ => _
        .Description("Removes old images, logs, caches and leftovers that nothing needs")
        .Executes(() => Delivery.PruneAsync(DryRun, Cancellation));
}
