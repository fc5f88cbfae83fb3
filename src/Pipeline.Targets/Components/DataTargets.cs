using Nuke.Common;

namespace Pipeline.Targets.Components;

/// <summary>Holds the dataset against its schema and expectations.</summary>
public interface IValidateData : IHasModel
{
    [Parameter("Copies rows that fail a check to artifacts/<model>/quarantine.csv")]
    bool Quarantine => TryGetValue<bool?>(() => Quarantine) ?? false;

    Target ValidateData => _ => _
        .Description("Holds the dataset against its schema and expectations")
        .Executes(() => Delivery.ValidateDataAsync(Quarantine, Cancellation));
}

/// <summary>Says what the values of the dataset are like.</summary>
public interface IProfileData : IHasJobs
{
    [Parameter("Writes the proposed columns into the manifest")]
    bool Write => TryGetValue<bool?>(() => Write) ?? false;

    Target ProfileData => _ => _
        .Description("Says what the values of the dataset are like; proposes columns for the manifest")
        .Executes(() => Delivery.ProfileDataAsync(Write, Cancellation));
}

/// <summary>Keeps the dataset as it is now, in DVC's own format.</summary>
public interface ISnapshotData : IHasModel
{
    Target SnapshotData => _ => _
        .Description("Keeps the dataset as it is now, as DVC does: cache and pointer")
        .Executes(() => Delivery.SnapshotDataAsync(Cancellation));
}

/// <summary>Copies the dataset's version to the remote that <c>.dvc/config</c> names.</summary>
public interface IPushData : IHasModel
{
    Target PushData => _ => _
        .Description("Copies the dataset's version to the remote of .dvc/config")
        .TryAfter<ISnapshotData>()
        .Executes(() => Delivery.PushDataAsync(Cancellation));
}

/// <summary>Brings the version of the dataset that its pointer names, from the cache or the remote.</summary>
public interface IPullData : IHasModel
{
    Target PullData => _ => _
        .Description("Brings the dataset that its pointer names; --force gives up local changes")
        .TryBefore<IValidateData>()
        .Executes(() => Delivery.PullDataAsync(Cancellation));
}
