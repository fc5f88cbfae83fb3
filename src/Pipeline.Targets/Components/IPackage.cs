using Nuke.Common;

namespace Pipeline.Targets.Components;

/// <summary>Makes the image of the model.</summary>
public interface IPackage : IEvaluate
{
    Target Package => _ => _
        .Description("Packages the model into a container image")
        .DependsOn<IEvaluate>()
        .Executes(() => Delivery.PackageAsync(Cancellation));
}
