using Nuke.Common;

namespace Pipeline.Targets.Components;

/// <summary>Lists the versions of a model and their state, now or at a moment of the past.</summary>
public interface IRegistry : IHasModel
{
    [Parameter("Moment of the past to show, such as 2026-01-31T12:00:00Z; now by default")]
    string? At => TryGetValue(() => At);

    Target Registry => _ => _
        .Description("Lists the model's versions and their state")
        .Executes(() => Delivery.ShowRegistryAsync(At, Cancellation));
}
