using Nuke.Common;

namespace Pipeline.Targets.Components;

/// <summary>Says what the values of the dataset are like.</summary>
public interface IProfileData : IHasModel
{
    [Parameter("Writes the proposed columns into the manifest")]
    bool Write => TryGetValue<bool?>(() => Write) ?? false;

    Target ProfileData => _ => _
        .Description("Says what the values of the dataset are like; proposes columns for the manifest")
        .Executes(() => Delivery.ProfileDataAsync(Write, Cancellation));
}
