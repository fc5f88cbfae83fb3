using Nuke.Common;

namespace Pipeline.Targets.Components;

/// <summary>The whole way, from data to production.</summary>
public interface IRelease : IDeploy
{
    Target Release => _ => _
        .Description("All of it: from data to production")
        .DependsOn<IDeploy>()
        .Executes(() => Delivery.SummarizeReleaseAsync(Cancellation));
}
