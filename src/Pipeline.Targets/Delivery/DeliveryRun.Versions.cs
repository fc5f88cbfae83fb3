using Pipeline.Data.Versions;

namespace Pipeline.Targets.Delivery;

internal sealed partial class DeliveryRun
{
    public async Task SnapshotDataAsync()
    {
        var result = (await Versions.SnapshotAsync(_workspace.DataPath, Cancellation)).OrThrow();
        Show(new StageOutcome([
            new("Data", result.Version.Md5),
            new("Pointer", $"{result.Version.Pointer}{(result.IsNew ? "" : ", unchanged")}"),
            .. result.IsNewToGit ? [new("Git", "ignores the data from now on")] : Array.Empty<KeyValuePair<string, string>>(),
        ]));
    }

    public async Task PushDataAsync() => Show(await Versions.PushAsync(_workspace.DataPath, Cancellation));

    public async Task PullDataAsync() => Show(await Versions.PullAsync(_workspace.DataPath, _build.Force, Cancellation));

    private DatasetVersions Versions => _workspace.Versions;

    private void Show(Core.Problems.Validated<TransferCount> transfer)
    {
        var count = transfer.OrThrow();
        Show(new StageOutcome([
            new("Copied", $"{count.Copied} objects, {count.Bytes} bytes"),
            new("There already", $"{count.Present}"),
            new("Written", $"{count.Written} files"),
        ]));
    }
}
