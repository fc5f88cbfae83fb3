using System.Text.Json.Nodes;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery;

/// <summary>Data that is kept, carried to a shared folder, lost, and brought back.</summary>
public sealed class VersionsTests : IDisposable
{
    private const string Data = "models/loan-default/data/loans.csv";

    private readonly DeliveryRoot _root = new();
    private readonly TemporaryFolder _shared = new();

    [Fact]
    public void Data_KeptAndPushed_ComesBackFromTheSharedFolder()
    {
        _root.Write(".git/HEAD", "");
        var kept = _root.Run("SnapshotData");
        var before = _root.Read(Data);
        _root.Write(".dvc/config", $"[core]\n    remote = storage\n['remote \"storage\"']\n    url = {_shared.Path}\n");
        var pushed = _root.Run("PushData");
        _root.Delete(Data);
        _root.DeleteFolder(".dvc/cache");

        var refused = _root.Run("ValidateData");
        var pulled = _root.Run("PullData ValidateData");

        kept.ExitCode.ShouldBe(0, kept.Text);
        _root.Read("models/loan-default/data/.gitignore").ShouldBe("/loans.csv\n");
        pushed.Output.ShouldContain("Copied: 1 objects");
        refused.ExitCode.ShouldBe(2, refused.Text);
        refused.Output.ShouldContain("is neither here nor in the cache. Run './build.sh PullData'.");
        pulled.ExitCode.ShouldBe(0, pulled.Text);
        _root.Read(Data).ShouldBe(before);
        var version = JsonNode.Parse(_root.Read("artifacts/loan-default/dataset.json"))!["version"]!;
        _root.Read(Data + ".dvc").ShouldContain($"md5: {version["md5"]}\n");
        version["pointer"]!.ToString().ShouldBe(Data + ".dvc");
    }

    [Fact]
    public void Data_InTheCacheAlone_IsPutInItsPlaceWhereItIsNeeded()
    {
        _root.Run("SnapshotData").ExitCode.ShouldBe(0);
        _root.Delete(Data);

        var run = _root.Run("ValidateData");

        run.ExitCode.ShouldBe(0, run.Text);
        _root.Has(Data).ShouldBeTrue();
    }

    [Fact]
    public void Data_ChangedAndNotKept_IsNotPulledOver()
    {
        _root.Run("SnapshotData").ExitCode.ShouldBe(0);
        _root.WriteData(x => x.Replace(",yes\n", ",no\n", StringComparison.Ordinal));
        var mine = _root.Read(Data);

        var refused = _root.Run("PullData");
        var kept = _root.Read(Data);
        var forced = _root.Run("PullData --force");

        refused.ExitCode.ShouldBe(2, refused.Text);
        refused.Output.ShouldContain("The file was changed here, and the cache does not have it.");
        kept.ShouldBe(mine);
        forced.ExitCode.ShouldBe(0, forced.Text);
        _root.Read(Data).ShouldNotBe(mine);
    }

    public void Dispose()
    {
        _root.Dispose();
        _shared.Dispose();
    }
}
