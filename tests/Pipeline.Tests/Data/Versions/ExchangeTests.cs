using System.Runtime.Versioning;
using System.Text;
using Pipeline.Testing;

namespace Pipeline.Data.Versions;

[UnsupportedOSPlatform("windows")]
public sealed class ExchangeTests : IDisposable
{
    private readonly TemporaryFolder _shared = new();
    private readonly SomeClone _ours;
    private readonly SomeClone _theirs;

    public ExchangeTests() => (_ours, _theirs) = (new SomeClone(_shared.Path), new SomeClone(_shared.Path));

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
    public async Task Push_ToARemoteThatCannotBeWritten_SaysSo()
    {
        using var disk = SmallDisk.Mount(_shared["disk"], 1 << 20);
        using var ours = new SomeClone(_shared["disk"]);
        ours.Write("loans.csv", "two");
        (await ours.SnapshotAsync("loans.csv")).OrThrow();
        disk.Protect();

        var pushed = await ours.PushAsync("loans.csv");

        pushed.Problems.ShouldHaveSingleItem().ToString().ShouldStartWith(
            $"loans.csv.dvc: The remote in '{_shared["disk"]}' cannot be written: ");
    }

    [Fact]
    public async Task Push_ToARemoteThatIsAFile_SaysSo()
    {
        _shared.Write("file", "");
        using var ours = new SomeClone(_shared["file"]);
        ours.Write("loans.csv", "two");
        (await ours.SnapshotAsync("loans.csv")).OrThrow();

        var pushed = await ours.PushAsync("loans.csv");

        pushed.Problems.ShouldHaveSingleItem().Message.ShouldStartWith($"The remote in '{_shared["file"]}' cannot be written: ");
    }

    [Fact]
    public async Task SnapshotAndPull_IntoACacheThatCannotBeWritten_SaySo()
    {
        _ours.Write("loans.csv", "two");
        (await _ours.SnapshotAsync("loans.csv")).OrThrow();
        (await _ours.PushAsync("loans.csv")).OrThrow();
        _theirs.Fetch(_ours, "loans.csv.dvc");
        _theirs.Write(".dvc/cache", "a file");

        var pulled = await _theirs.PullAsync("loans.csv");
        _theirs.Write("other.csv", "one");
        var kept = await _theirs.SnapshotAsync("other.csv");

        pulled.Problems.ShouldHaveSingleItem().Message.ShouldStartWith(
            $"The cache in '{_theirs[".dvc/cache"]}' cannot be written: ");
        kept.Problems.ShouldHaveSingleItem().ToString().ShouldStartWith(".dvc/cache: The cache cannot be written: ");
        _theirs.Files.ShouldNotContain("other.csv.dvc");
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

    [Theory]
    [InlineData("../../evil.sh", "is not plain")]
    [InlineData("/etc/cron.d/evil", "is not plain")]
    [InlineData(".git/hooks/post-checkout", "goes into '.git'")]
    public async Task Pull_OfAListingThatLeadsAstray_WritesNothing(string path, string reason)
    {
        var json = $"[{{\"md5\": \"b8a9f715dbb64fd5c56e7783c6820a61\", \"relpath\": \"{path}\"}}]";
        var id = ObjectId.OfListing(Encoding.UTF8.GetBytes(json)).ToString();
        _shared.Write($"files/md5/{id[..2]}/{id[2..]}", json);
        _shared.Write("files/md5/b8/a9f715dbb64fd5c56e7783c6820a61", "two");
        _theirs.Write("parts.dvc", $"outs:\n- md5: {id}\n  hash: md5\n  path: parts\n");

        var pull = await _theirs.PullAsync("parts");

        pull.Problems.ShouldHaveSingleItem().Message.ShouldContain(reason);
        Directory.Exists(_theirs["parts"]).ShouldBeFalse();
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
        _shared.Write("tmp/pipeline/older.draft", "t");
        File.SetLastWriteTimeUtc(_shared["tmp", "pipeline", "older.draft"], DateTime.UnixEpoch);
        _ours.Write(".dvc/cache/tmp/pipeline/old.draft", "o");
        File.SetLastWriteTimeUtc(_ours[".dvc/cache/tmp/pipeline/old.draft"], DateTime.UnixEpoch);

        var push = (await _ours.PushAsync("parts")).OrThrow();

        push.ShouldBe(new TransferCount(2, 1, push.Bytes));
        _shared.Read("files/md5/b8/a9f715dbb64fd5c56e7783c6820a61").ShouldBe("two");
        File.Exists(_ours[".dvc/cache/tmp/pipeline/old.draft"]).ShouldBeFalse();
        _shared.Files.Where(x => x.EndsWith(".draft", StringComparison.Ordinal)).ShouldBe(["tmp/pipeline/half.draft"]);
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

    public void Dispose()
    {
        _ours.Dispose();
        _theirs.Dispose();
        _shared.Dispose();
    }
}
