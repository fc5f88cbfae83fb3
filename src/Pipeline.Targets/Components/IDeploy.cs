using Nuke.Common;

namespace Pipeline.Targets.Components;

/// <summary>Rolls the image out to the environments, one after another.</summary>
public interface IDeploy : IWriteModelCard, IPackage, IHasEnvironment
{
    [Parameter("Queues behind whoever is at work on the same thing, instead of ending with exit code 3")]
    bool Wait => TryGetValue<bool?>(() => Wait) ?? false;

    [Parameter("Rolls out also what a person took back")]
    bool Again => TryGetValue<bool?>(() => Again) ?? false;

    Target Deploy => _ => _
        .Description("Rolls the image out in stages")
        .DependsOn<IWriteModelCard>()
        .DependsOn<IPackage>()
        .Executes(() => Delivery.DeployAsync(Again, Cancellation));
}
