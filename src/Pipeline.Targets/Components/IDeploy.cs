using Nuke.Common;
using Pipeline.Targets.Delivery;

namespace Pipeline.Targets.Components;

/// <summary>Rolls the image out to the environments, one after another.</summary>
public interface IDeploy : IWriteModelCard, IPackage, IHasEnvironment
{
    Target Deploy => _ => _
        .Description("Rolls the image out in stages")
        .DependsOn<IWriteModelCard>()
        .DependsOn<IPackage>()
        .Executes(async () => await (await DeliveryRun.OpenAsync(this)).DeployAsync(Environment));
}
