using Nuke.Common;

namespace Pipeline.Targets.Components;

/// <summary>Brings the version of the dataset that its pointer names, from the cache or the remote.</summary>
public interface IPullData : IHasModel
{
    Target PullData => _ => _
        .Description("Brings the dataset that its pointer names; --force gives up local changes")
        .TryBefore<IValidateData>()
        .Executes(() => Delivery.PullDataAsync(Cancellation));
}
