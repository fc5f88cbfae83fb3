using System.Runtime.Versioning;
using Pipeline.Testing;

namespace Pipeline.Data.Versions;

[UnsupportedOSPlatform("windows")]
public sealed class CheckoutTests : IDisposable
{
    private readonly TemporaryFolder _shared = new();
    private readonly SomeClone _ours;
    private readonly SomeClone _theirs;

    public CheckoutTests() => (_ours, _theirs) = (new SomeClone(_shared.Path), new SomeClone(_shared.Path));

    [Fact]
    public async Task Pull_OfAnOlderVersion_RemovesWhatItDoesNotHave()
    {
        _ours.Write("parts/a.csv", "one");
        (await _ours.SnapshotAsync("parts")).OrThrow();
        var first = _ours.Read("parts.dvc");
        _ours.Write("parts/b.csv", "two");
        _ours.Write("parts/a.csv", "one more");
        (await _ours.SnapshotAsync("parts")).OrThrow();
        _ours.Write("parts.dvc", first);

        (await _ours.PullAsync("parts")).OrThrow().Written.ShouldBe(2);

        _ours.Read("parts/a.csv").ShouldBe("one");
        _ours.Files.ShouldNotContain("parts/b.csv");
    }

    [Fact]
    public async Task Pull_OverAChangeThatNoCacheHas_IsRefusedUnlessForced()
    {
        _ours.Write("loans.csv", "a\n1\n");
        (await _ours.SnapshotAsync("loans.csv")).OrThrow();
        _ours.Write("loans.csv", "mine");

        var refused = await _ours.PullAsync("loans.csv");
        var kept = _ours.Read("loans.csv");
        (await _ours.PullAsync("loans.csv", force: true)).OrThrow();

        refused.Problems.ShouldHaveSingleItem().ToString().ShouldBe(
            "loans.csv: The file was changed here, and the cache does not have it. "
            + "Keep it with SnapshotData, or give it up with '--force'.");
        kept.ShouldBe("mine");
        _ours.Read("loans.csv").ShouldBe("a\n1\n");
    }

    [Fact]
    public async Task Pull_OfAFolderWithOneLostFile_TouchesNothingElse()
    {
        _ours.Write("parts/a.csv", "one");
        _ours.Write("parts/b.csv", "two");
        (await _ours.SnapshotAsync("parts")).OrThrow();
        _ours.Write("parts/a.csv", "mine");
        File.Delete(_ours["parts", "b.csv"]);

        (await _ours.PullAsync("parts")).Problems.ShouldHaveSingleItem().File.ShouldBe("parts/a.csv");

        _ours.Files.ShouldNotContain("parts/b.csv");
    }

    [Fact]
    public async Task Pull_ThroughALinkOfAFolder_WritesNothing()
    {
        using var outside = new TemporaryFolder();
        _ours.Write("parts/x/a.csv", "one");
        (await _ours.SnapshotAsync("parts")).OrThrow();
        (await _ours.PushAsync("parts")).OrThrow();
        _theirs.Fetch(_ours, "parts.dvc");
        Directory.CreateDirectory(_theirs["parts"]);
        Directory.CreateSymbolicLink(_theirs["parts", "x"], outside.Path);

        var pull = await _theirs.PullAsync("parts");

        pull.Problems.ShouldNotBeEmpty();
        outside.Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task Pull_WithEverythingInTheCache_NeedsNoRemote()
    {
        using var clone = new SomeClone();
        clone.Write("loans.csv", "a\n1\n");
        (await clone.SnapshotAsync("loans.csv")).OrThrow();
        File.Delete(clone["loans.csv"]);

        (await clone.PullAsync("loans.csv")).OrThrow().Written.ShouldBe(1);

        clone.Read("loans.csv").ShouldBe("a\n1\n");
    }

    [Fact]
    public async Task Program_PulledElsewhere_MayBeRunThere()
    {
        _ours.Write("tool.sh", "echo\n");
        File.SetUnixFileMode(_ours["tool.sh"], File.GetUnixFileMode(_ours["tool.sh"]) | UnixFileMode.UserExecute);
        (await _ours.SnapshotAsync("tool.sh")).OrThrow();
        (await _ours.PushAsync("tool.sh")).OrThrow();
        _theirs.Fetch(_ours, "tool.sh.dvc");

        (await _theirs.PullAsync("tool.sh")).OrThrow();

        _ours.Read("tool.sh.dvc").ShouldContain("  isexec: true\n");
        File.GetUnixFileMode(_theirs["tool.sh"]).HasFlag(UnixFileMode.UserExecute).ShouldBeTrue();
    }

    [Fact]
    public async Task Folder_WhosePullWasKilled_IsNotKeptButFinished()
    {
        _ours.Write("parts/a.csv", "one");
        _ours.Write("parts/b.csv", "two");
        (await _ours.SnapshotAsync("parts")).OrThrow();
        var project = (await DvcProject.FindAsync(_ours.Root, TestContext.Current.CancellationToken))!.Value;
        File.Delete(_ours["parts", "b.csv"]);
        _ours.Write(project.Show(project.UnfinishedMark(_ours["parts"])), "parts.dvc");

        var kept = await _ours.SnapshotAsync("parts");
        var resolved = await _ours.ResolveAsync("parts");

        kept.Problems.ShouldHaveSingleItem().ToString().ShouldBe(
            "parts: The folder may be of two versions, because a pull was interrupted. Run PullData.");
        resolved.OrThrow().ShouldBe(_ours["parts"]);
        _ours.Read("parts/b.csv").ShouldBe("two");
        (await _ours.SnapshotAsync("parts")).OrThrow().IsNew.ShouldBeFalse();
    }

    public void Dispose()
    {
        _ours.Dispose();
        _theirs.Dispose();
        _shared.Dispose();
    }
}
