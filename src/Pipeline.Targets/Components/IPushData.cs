using Nuke.Common;

namespace Pipeline.Targets.Components;

/// <summary>Copies the dataset's version to the remote that <c>.dvc/config</c> names.</summary>
public interface IPushData : IHasModel
{
    Target PushData => _ => _
        .Description("Copies the dataset's version to the remote of .dvc/config")
        .TryAfter<ISnapshotData>()
        .Executes(() => Delivery.PushDataAsync(Cancellation));
}
