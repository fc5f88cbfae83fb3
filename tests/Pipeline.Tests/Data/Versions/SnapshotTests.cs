using System.Runtime.Versioning;
using Pipeline.Testing;

namespace Pipeline.Data.Versions;

[UnsupportedOSPlatform("windows")]
public sealed class SnapshotTests : IDisposable
{
    private readonly SomeClone _ours = new("remote");

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
    public async Task Snapshot_OfDataOutsideOfTheRepository_IsRefused()
    {
        using var outside = new TemporaryFolder();
        outside.Write("loans.csv", "a");

        var snapshot = await _ours.SnapshotAsync(Path.Combine(outside.Path, "loans.csv"));

        snapshot.Problems.ShouldHaveSingleItem().Message.ShouldContain("lies outside of");
        outside.Files.ShouldBe(["loans.csv"]);
    }

    [Theory]
    [InlineData("parts")]
    [InlineData("parts/")]
    [InlineData("parts.dvc")]
    public async Task Snapshot_OfAFolder_MayBeNamedInEachWay(string path)
    {
        _ours.Write("parts/a.csv", "one");
        (await _ours.SnapshotAsync("parts")).OrThrow();
        _ours.Write("parts/b.csv", "two");

        var version = (await _ours.SnapshotAsync(path)).OrThrow().Version;

        version.Pointer.ShouldBe("parts.dvc");
        version.Files.ShouldBe(2);
    }

    [Theory]
    [InlineData("loans.cvs", "There is no data here to keep.")]
    [InlineData("other.csv.dvc", "There is no data at 'gone.csv' to keep.")]
    [InlineData("other.csv", "The pointer is for 'gone.csv'. Rename it.")]
    public async Task Snapshot_OfNothing_IsRefused(string path, string reason)
    {
        _ours.Write("other.csv", "a");
        _ours.Write("other.csv.dvc", "outs:\n- md5: b8a9f715dbb64fd5c56e7783c6820a61\n  hash: md5\n  path: gone.csv\n");

        var snapshot = await _ours.SnapshotAsync(path);

        snapshot.Problems.ShouldHaveSingleItem().ToString().ShouldEndWith(reason);
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

    public void Dispose() => _ours.Dispose();
}
