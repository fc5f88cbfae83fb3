using System.Runtime.Versioning;
using Pipeline.Testing;

namespace Pipeline.Data.Versions;

[UnsupportedOSPlatform("windows")]
public sealed class DatasetVersionsTests : IDisposable
{
    private readonly TemporaryFolder _shared = new();
    private readonly SomeClone _ours;
    private readonly SomeClone _theirs;

    public DatasetVersionsTests() => (_ours, _theirs) = (new SomeClone(_shared.Path), new SomeClone(_shared.Path));

    [Fact]
    public async Task Snapshot_OfFilesAndFolders_WritesTheBytesThatTheScriptWrites()
    {
        using var golden = new TemporaryFolder();
        var script = Path.Combine(Repository.Root, "tests", "Pipeline.Tests", "Data", "Versions", "golden.sh");
        Child.Run("bash", [script, golden.Path], golden.Path).ExitCode.ShouldBe(0);
        using var clone = new SomeClone();
        foreach (var file in golden.Files.Where(x => x.StartsWith("data/", StringComparison.Ordinal)))
            clone.Write(file, golden.Read(file));
        Directory.CreateDirectory(clone["data", "empty"]);
        foreach (var written in Directory.GetFiles(clone["data"], "*.dvc").Append(clone["data", ".gitignore"]))
            File.Delete(written);

        foreach (var data in new[] { "data/loans.csv", "data/parts", "data/empty" })
            (await clone.SnapshotAsync(data)).OrThrow().IsNew.ShouldBeTrue();

        clone.Files.ShouldBe(golden.Files);
        foreach (var file in golden.Files)
            clone.Read(file).ShouldBe(golden.Read(file), file);
        clone.Files.Where(x => x.StartsWith(".dvc/cache/", StringComparison.Ordinal))
            .ShouldAllBe(x => (int)File.GetUnixFileMode(clone[x]) == 0b100_100_100);
    }

    [Fact]
    public async Task Snapshot_OfUnchangedData_WritesNothing()
    {
        _ours.Write("data/loans.csv", "a\n1\n");
        (await _ours.SnapshotAsync("data/loans.csv")).OrThrow();
        var before = _ours.Files.ToDictionary(x => x, x => File.GetLastWriteTimeUtc(_ours[x]));

        var again = (await _ours.SnapshotAsync("data/loans.csv")).OrThrow();

        again.IsNew.ShouldBeFalse();
        again.IsNewToGit.ShouldBeFalse();
        _ours.Files.ToDictionary(x => x, x => File.GetLastWriteTimeUtc(_ours[x])).ShouldBe(before);
    }

    [Fact]
    public async Task Snapshot_OfALostObject_BringsItBackToTheCache()
    {
        _ours.Write("loans.csv", "a\n1\n");
        var version = (await _ours.SnapshotAsync("loans.csv")).OrThrow().Version;
        File.Delete(_ours.Object(version.Md5));

        (await _ours.SnapshotAsync("loans.csv")).OrThrow().IsNew.ShouldBeFalse();

        File.ReadAllText(_ours.Object(version.Md5)).ShouldBe("a\n1\n");
    }

    [Fact]
    public async Task Snapshot_WithoutGit_MakesAProjectThatDvcOpensWithoutGit()
    {
        Directory.Delete(_ours[".git"]);
        File.Delete(_ours[".dvc/config"]);
        Directory.Delete(_ours[".dvc"]);
        _ours.Write("loans.csv", "a\n1\n");

        (await _ours.SnapshotAsync("loans.csv")).OrThrow();

        _ours.Read(".dvc/config").ShouldBe("[core]\n    no_scm = True\n");
        _ours.Files.ShouldNotContain(".gitignore");
    }

    [Fact]
    public async Task Snapshot_OfLinks_IsRefused()
    {
        _ours.Write("data/a.csv", "a");
        File.CreateSymbolicLink(_ours["data", "b.csv"], "/etc/passwd");

        var snapshot = await _ours.SnapshotAsync("data");

        snapshot.Problems.ShouldHaveSingleItem().ToString()
            .ShouldBe("data/b.csv: A symbolic link is here; files and folders are kept as data.");
        _ours.Files.ShouldNotContain("data.dvc");
    }

    [Fact]
    public async Task Snapshot_OfAPipe_IsRefusedAndNotWaitedFor()
    {
        Directory.CreateDirectory(_ours["data"]);
        Child.Run("mkfifo", [_ours["data", "pipe"]], _ours.Root).ExitCode.ShouldBe(0);

        var snapshot = await _ours.SnapshotAsync("data");

        snapshot.Problems.ShouldHaveSingleItem().Message.ShouldContain("Neither a file nor a folder");
    }

    [Fact]
    public async Task Snapshot_WithDvcignore_LeavesOutWhatItNames()
    {
        _ours.Write(".dvcignore", "# notes\n*.tmp\n/data/raw/\n!keep.tmp\n");
        foreach (var name in new[] { "a.csv", "b.tmp", "keep.tmp", "raw/c.csv", "x/raw/d.csv", ".git/config" })
            _ours.Write("data/" + name, name);

        var version = (await _ours.SnapshotAsync("data")).OrThrow().Version;

        version.Files.ShouldBe(3);
        var listing = File.ReadAllText(_ours.Object(version.Md5));
        listing.ShouldContain("\"a.csv\"");
        listing.ShouldContain("\"keep.tmp\"");
        listing.ShouldContain("\"x/raw/d.csv\"");
    }

    [Fact]
    public async Task Pull_InAnotherClone_BringsFileAndFolder()
    {
        _ours.Write("data/loans.csv", "a\n1\n");
        _ours.Write("data/parts/x/ü.csv", "one");
        _ours.Write("data/parts/y.csv", "two");
        foreach (var data in new[] { "data/loans.csv", "data/parts" })
        {
            (await _ours.SnapshotAsync(data)).OrThrow();
            (await _ours.PushAsync(data)).OrThrow();
            _theirs.Fetch(_ours, data + ".dvc");
        }

        var file = (await _theirs.PullAsync("data/loans.csv")).OrThrow();
        var folder = (await _theirs.PullAsync("data/parts.dvc")).OrThrow();

        file.ShouldBe(new TransferCount(1, 0, 4, 1));
        folder.ShouldBe(new TransferCount(3, 0, folder.Bytes, 2));
        _theirs.Read("data/loans.csv").ShouldBe("a\n1\n");
        _theirs.Read("data/parts/x/ü.csv").ShouldBe("one");
        File.GetUnixFileMode(_theirs["data/loans.csv"]).HasFlag(UnixFileMode.UserWrite).ShouldBeTrue();
        (await _theirs.SnapshotAsync("data/parts")).OrThrow().IsNew.ShouldBeFalse();
        _shared.Files.Where(x => !x.StartsWith("files/md5/", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task PushAndPull_Again_CopyNothing()
    {
        _ours.Write("parts/a.csv", "one");
        (await _ours.SnapshotAsync("parts")).OrThrow();
        (await _ours.PushAsync("parts")).OrThrow();

        var push = (await _ours.PushAsync("parts")).OrThrow();
        var pull = (await _ours.PullAsync("parts")).OrThrow();

        push.ShouldBe(new TransferCount(0, 2, 0));
        pull.ShouldBe(new TransferCount(0, 2, 0));
    }

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
    public async Task Pull_OfObjectsThatNobodyHas_ListsThem()
    {
        _ours.Write("parts/a.csv", "one");
        _ours.Write("parts/b.csv", "two");
        var version = (await _ours.SnapshotAsync("parts")).OrThrow().Version;
        (await _ours.PushAsync("parts")).OrThrow();
        _theirs.Fetch(_ours, "parts.dvc");
        File.Delete(_shared["files", "md5", "b8", "a9f715dbb64fd5c56e7783c6820a61"]);

        var pull = await _theirs.PullAsync("parts");

        version.Files.ShouldBe(2);
        pull.Problems.ShouldHaveSingleItem().Message.ShouldBe(
            $"Of 2 objects, 1 are not in '{_shared.Path}': b8a9f715dbb64fd5c56e7783c6820a61 (b.csv).");
        _theirs.Files.ShouldNotContain("parts/a.csv");
    }

    [Fact]
    public async Task Pull_OfADamagedObject_TellsAndKeepsItOut()
    {
        _ours.Write("loans.csv", "two");
        (await _ours.SnapshotAsync("loans.csv")).OrThrow();
        (await _ours.PushAsync("loans.csv")).OrThrow();
        _theirs.Fetch(_ours, "loans.csv.dvc");
        _shared.Write("files/md5/b8/a9f715dbb64fd5c56e7783c6820a61", "twO");

        var pull = await _theirs.PullAsync("loans.csv");

        pull.Problems.ShouldHaveSingleItem().Message.ShouldContain("1 are damaged in");
        _theirs.Files.ShouldNotContain("loans.csv");
        File.Exists(_theirs.Object("b8a9f715dbb64fd5c56e7783c6820a61")).ShouldBeFalse();
    }

    [Fact]
    public async Task Pull_WithADamagedCache_FetchesTheObjectAgain()
    {
        _ours.Write("loans.csv", "two");
        var id = (await _ours.SnapshotAsync("loans.csv")).OrThrow().Version.Md5;
        (await _ours.PushAsync("loans.csv")).OrThrow();
        File.Delete(_ours["loans.csv"]);
        File.Delete(_ours.Object(id));
        File.WriteAllText(_ours.Object(id), "twO");

        (await _ours.PullAsync("loans.csv")).OrThrow().Copied.ShouldBe(1);

        _ours.Read("loans.csv").ShouldBe("two");
    }

    [Fact]
    public async Task Push_AfterAKilledOne_GoesOnAndSweepsOldDrafts()
    {
        _ours.Write("parts/a.csv", "one");
        _ours.Write("parts/b.csv", "two");
        (await _ours.SnapshotAsync("parts")).OrThrow();
        _shared.Write("files/md5/f9/7c5d29941bfb1b2fdab0874906ab82", "one");
        _shared.Write("tmp/pipeline/half.draft", "tw");
        _ours.Write(".dvc/cache/tmp/pipeline/old.draft", "o");
        File.SetLastWriteTimeUtc(_ours[".dvc/cache/tmp/pipeline/old.draft"], DateTime.UnixEpoch);

        var push = (await _ours.PushAsync("parts")).OrThrow();

        push.ShouldBe(new TransferCount(2, 1, push.Bytes));
        _shared.Read("files/md5/b8/a9f715dbb64fd5c56e7783c6820a61").ShouldBe("two");
        File.Exists(_ours[".dvc/cache/tmp/pipeline/old.draft"]).ShouldBeFalse();
    }

    [Fact]
    public async Task Push_WithoutARemote_SaysWhatToWrite()
    {
        using var clone = new SomeClone();
        clone.Write("loans.csv", "a\n1\n");
        (await clone.SnapshotAsync("loans.csv")).OrThrow();

        var push = await clone.PushAsync("loans.csv");

        push.Problems.ShouldHaveSingleItem().ToString().ShouldStartWith(
            ".dvc/config: No remote is configured to push data to and to pull it from.");
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
    public async Task Find_ForDataAsItsPointerSays_GivesTheVersion()
    {
        _ours.Write("loans.csv", "two");
        (await _ours.SnapshotAsync("loans.csv")).OrThrow();

        var version = await _ours.FindAsync("loans.csv");
        _ours.Write("loans.csv", "three");
        var other = await _ours.FindAsync("loans.csv");

        version.ShouldBe(new("b8a9f715dbb64fd5c56e7783c6820a61", 3, "loans.csv.dvc"));
        other.ShouldBeNull();
        _ours.Warnings.ShouldHaveSingleItem().ShouldContain("is not the version that 'loans.csv.dvc' points to");
    }

    public void Dispose()
    {
        _ours.Dispose();
        _theirs.Dispose();
        _shared.Dispose();
    }
}
