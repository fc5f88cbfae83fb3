using Pipeline.Core.Problems;
using Pipeline.Data.Versions;
using Pipeline.Delivery.Stages;

namespace Pipeline.Delivery;

/// <summary>The dataset: held against its expectations, and kept in versions.</summary>
internal sealed class DataRun(DeliveryContext context)
{
    private DatasetVersions Versions => context.Workspace.Versions;

    private string DataPath => context.Workspace.DataPath;

    public Task ValidateAsync(bool quarantines, CancellationToken cancellationToken)
    {
        var stage = new DataStage(context.Workspace) { Quarantines = quarantines, ShowsAll = true };
        return context.ShowAsync(stage, isForced: quarantines, cancellationToken);
    }

    public async Task SnapshotAsync(CancellationToken cancellationToken)
    {
        var result = (await Versions.SnapshotAsync(DataPath, cancellationToken)).OrThrow();
        context.Face.Sum([
            new("Data", result.Version.Md5),
            new("Pointer", $"{result.Version.Pointer}{(result.IsNew ? "" : ", unchanged")}"),
            .. result.IsNewToGit ? [new("Git", "ignores the data from now on")] : Array.Empty<KeyValuePair<string, string>>(),
        ]);
    }

    public async Task PushAsync(CancellationToken cancellationToken) =>
        Show(await Versions.PushAsync(DataPath, cancellationToken));

    public async Task PullAsync(CancellationToken cancellationToken) =>
        Show(await Versions.PullAsync(DataPath, context.Request.Force, cancellationToken));

    private void Show(Validated<TransferCount> transfer)
    {
        var count = transfer.OrThrow();
        context.Face.Sum([
            new("Copied", $"{count.Copied} objects, {count.Bytes} bytes"),
            new("There already", $"{count.Present}"),
            new("Written", $"{count.Written} files"),
        ]);
    }
}
