using Nuke.Common;

namespace Pipeline.Targets.Components;

/// <summary>Ends everything that runs in the environments and removes it.</summary>
public interface IDown : IHasEnvironment
{
    Target Down => _ => _
        .Description("Takes environments down")
        .Executes(() => Delivery.TakeDownAsync(Cancellation));
}
