using Nuke.Common;

namespace Pipeline.Targets.Components;

/// <summary>Keeps the dataset as it is now, in DVC's own format.</summary>
public interface ISnapshotData : IHasModel
{
    Target SnapshotData => _ => _
        .Description("Keeps the dataset as it is now, as DVC does: cache and pointer")
        .Executes(() => Delivery.SnapshotDataAsync(Cancellation));
}
