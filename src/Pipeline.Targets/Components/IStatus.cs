using Nuke.Common;

namespace Pipeline.Targets.Components;

/// <summary>Shows what runs where, since when, and what happened last.</summary>
public interface IStatus : IHasEnvironment
{
    Target Status => _ => _
        .Description("Shows what runs where")
        .Executes(() => Delivery.ShowStatusAsync(Cancellation));
}
