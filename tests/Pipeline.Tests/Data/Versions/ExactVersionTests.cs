using System.Runtime.Versioning;
using FsCheck;
using FsCheck.Fluent;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Manifest;
using Pipeline.Testing;

namespace Pipeline.Data.Versions;

/// <summary>What is read is exactly what the version holds, or there is no version, and a sentence says why.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ExactVersionTests : IDisposable
{
    private readonly TemporaryFolder _shared = new();
    private readonly SomeClone _ours;
    private readonly SomeClone _theirs;

    public ExactVersionTests() => (_ours, _theirs) = (new SomeClone(_shared.Path), new SomeClone(_shared.Path));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Folder_WithAnyFilesAndRules_IsReadAsAnotherCloneReadsItsVersion()
    {
        string[] names = ["a.csv", "b.csv", "tmp/c.csv", "tmp/d.tsv", "x/tmp/e.csv", "_f.csv", "g.md", ".h.csv"];
        string[] rules = ["b.csv", "tmp/", "/data/tmp/", "*.tsv", "!b.csv", "data/**/e.csv", "x", "# c.csv", "*.md"];
        var trees =
            Gen.SubListOf(names).SelectMany(_ => Gen.SubListOf(rules), (x, y) => (Names: x.ToArray(), Rules: y.ToArray()));

        Prop.ForAll(trees.ToArbitrary(), tree => HoldsAsync(tree.Names, tree.Rules).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    [Fact]
    public async Task Read_FilesThatDvcignoreNames_AreLeftOutWithAWarning()
    {
        _ours.Write(".dvcignore", "b.csv\ntmp/\n");
        foreach (var name in new[] { "a.csv", "b.csv", "tmp/c.csv" })
            _ours.Write("data/" + name, "x\n1\n");
        var warnings = new List<string>();

        var read = await ReadAsync(_ours, "data", warnings);

        read.OrThrow().ShouldBe([_ours["data", "a.csv"]]);
        warnings.ShouldHaveSingleItem().ShouldBe(
            "2 of 3 files are left out, because '.dvcignore' says that they are no data: data/b.csv, data/tmp/c.csv.");
    }

    [Fact]
    public async Task Read_EveryFileIsNamedByDvcignore_IsAProblem()
    {
        _ours.Write(".dvcignore", "data/\n");
        _ours.Write("data/a.csv", "x\n1\n");

        (await ReadAsync(_ours, "data", [])).Problems.ShouldHaveSingleItem().Message
            .ShouldBe("'.dvcignore' leaves out every file of 'data': data/a.csv.");
    }

    [Fact]
    public async Task Find_DvcignoreInsideOfTheData_GivesNoneAndSaysWhy()
    {
        _ours.Write("data/a.csv", "x\n1\n");
        (await _ours.SnapshotAsync("data")).OrThrow();
        _ours.Write("data/.dvcignore", "a.csv\n");

        (await _ours.FindAsync("data", "data/a.csv")).ShouldBeNull();

        _ours.Warnings.ShouldHaveSingleItem().ShouldBe(
            "data/.dvcignore: A .dvcignore file is inside of the data; it is read above the data alone. No version is recorded.");
    }

    [Fact]
    public async Task Find_AFileThatTheVersionDoesNotHold_GivesNoneAndSaysWhich()
    {
        _ours.Write(".dvcignore", "b.csv\n");
        _ours.Write("data/a.csv", "x\n1\n");
        _ours.Write("data/b.csv", "x\n2\n");
        (await _ours.SnapshotAsync("data")).OrThrow();

        (await _ours.FindAsync("data/b.csv", "data/b.csv")).ShouldBeNull();

        _ours.Warnings.ShouldHaveSingleItem().ShouldBe(
            "'data/b.csv' is read, and the version that 'data.dvc' points to does not hold it. No version is recorded.");
    }

    [Theory]
    [InlineData("data/a.csv", "a.csv")]
    [InlineData("data/*.csv", "*.csv")]
    [InlineData("data/sub", "sub")]
    [InlineData("data", null)]
    public async Task Find_APartOfAFolderThatHasAPointer_GivesItsVersionAndThePart(string path, string? part)
    {
        _ours.Write("data/a.csv", "x\n1\n");
        _ours.Write("data/sub/b.csv", "x\n2\n");
        var kept = (await _ours.SnapshotAsync("data")).OrThrow().Version;

        var version = await _ours.FindAsync(path, "data/a.csv");

        version.ShouldBe(kept with { Part = part });
        _ours.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Find_APointerOfAnotherNameAbove_IsFound()
    {
        _ours.Write("deep/er/data/a.csv", "x\n1\n");
        (await _ours.SnapshotAsync("deep/er/data")).OrThrow();
        var text = _ours.Read("deep/er/data.dvc").Replace("path: data", "path: er/data", StringComparison.Ordinal);
        _ours.Write("deep/other.dvc", text);
        File.Delete(_ours["deep/er/data.dvc"]);

        var version = await _ours.FindAsync("deep/er/data/a.csv", "deep/er/data/a.csv");

        version.ShouldNotBeNull().Pointer.ShouldBe("deep/other.dvc");
    }

    [Fact]
    public async Task Data_WithTwoPointers_HasNoVersionAndIsNotKept()
    {
        _ours.Write("data/a.csv", "x\n1\n");
        (await _ours.SnapshotAsync("data/a.csv")).OrThrow();
        _theirs.Write("data/b.csv", "x\n1\n");
        (await _theirs.SnapshotAsync("data")).OrThrow();
        _ours.Fetch(_theirs, "data.dvc");
        const string twice = "data/a.csv.dvc: 'data.dvc' keeps the folder 'data' that this data lies in; data has one pointer.";

        var version = await _ours.FindAsync("data/a.csv", "data/a.csv");
        var snapshot = await _ours.SnapshotAsync("data/a.csv");
        var folder = await _ours.SnapshotAsync("data");

        version.ShouldBeNull();
        _ours.Warnings.ShouldHaveSingleItem().ShouldStartWith(twice);
        snapshot.Problems.ShouldHaveSingleItem().ToString().ShouldStartWith(twice);
        folder.Problems.ShouldHaveSingleItem().ToString().ShouldStartWith("data/a.csv.dvc: A pointer is inside of the data");
    }

    [Fact]
    public async Task Snapshot_OfAFileInAFolderWithAPointer_IsRefused()
    {
        _ours.Write("data/a.csv", "x\n1\n");
        (await _ours.SnapshotAsync("data")).OrThrow();

        (await _ours.SnapshotAsync("data/a.csv")).Problems.ShouldHaveSingleItem().ToString().ShouldBe(
            "data.dvc: The pointer keeps 'data/a.csv' already, as a part of 'data'. "
            + "Keep that: run SnapshotData with 'data.path' on the folder.");
        _ours.Files.ShouldNotContain("data/a.csv.dvc");
    }

    [Fact]
    public async Task Snapshot_OfAPattern_NamesTheFolder()
    {
        _ours.Write("data/a.csv", "x\n1\n");

        (await _ours.SnapshotAsync("data/*.csv")).Problems.ShouldHaveSingleItem().ToString().ShouldStartWith(
            "data: A pattern such as '*.csv' cannot be kept: a version is of a file or of a folder. "
            + "Name the folder in 'data.path'");
    }

    [Theory]
    [InlineData("a.csv\n")]
    [InlineData("data/\n")]
    public async Task Snapshot_OfWhatDvcignoreNames_IsRefused(string rules)
    {
        _ours.Write(".dvcignore", rules);
        _ours.Write("data/a.csv", "x\n1\n");

        (await _ours.SnapshotAsync("data/a.csv")).Problems.ShouldHaveSingleItem().Message
            .ShouldBe("A '.dvcignore' file says that this is no data.");
    }

    [Fact]
    public async Task Data_ThatAStageMakes_SaysThatItsLockIsNotRead()
    {
        _ours.Write(
            "dvc.lock", "schema: '2.0'\nstages:\n  prepare:\n    cmd: ./prepare\n    outs:\n    - path: out\n      md5: 1.dir\n");
        _ours.Write("out/a.csv", "x\n1\n");
        const string made =
            "dvc.lock:6: The stage 'prepare' of DVC makes 'out/a.csv', and dvc.lock, which has its version, is not read.";

        var version = await _ours.FindAsync("out/a.csv", "out/a.csv");
        var pull = await _ours.PullAsync("out/a.csv");
        var snapshot = await _ours.SnapshotAsync("out/a.csv");
        Directory.Delete(_ours["out"], recursive: true);
        var resolved = await _ours.ResolveAsync("out/a.csv");

        version.ShouldBeNull();
        _ours.Warnings.ShouldHaveSingleItem().ShouldStartWith(made);
        foreach (var problems in new[] { pull.Problems, snapshot.Problems, resolved.Problems })
            problems.ShouldHaveSingleItem().ToString().ShouldStartWith(made);
    }

    [Fact]
    public async Task Resolve_AFileInAFolderThatIsInTheCacheAlone_PutsTheFolderInItsPlace()
    {
        _ours.Write("data/a.csv", "one");
        _ours.Write("data/b.csv", "two");
        (await _ours.SnapshotAsync("data")).OrThrow();
        Directory.Delete(_ours["data"], recursive: true);

        (await _ours.ResolveAsync("data/a.csv")).OrThrow().ShouldBe(_ours["data/a.csv"]);
        Directory.Delete(_ours["data"], recursive: true);
        (await _ours.ResolveAsync("data/*.csv")).OrThrow().ShouldBe(_ours["data/*.csv"]);

        _ours.Read("data/b.csv").ShouldBe("two");
    }

    [Fact]
    public async Task Resolve_LinkIntoACacheThatIsGone_SaysToPull()
    {
        _ours.Write("d.csv", "two");
        var version = (await _ours.SnapshotAsync("d.csv")).OrThrow().Version;
        (await _ours.PushAsync("d.csv")).OrThrow();
        File.Delete(_ours["d.csv"]);
        File.CreateSymbolicLink(_ours["d.csv"], _ours.Object(version.Md5));
        Directory.Delete(_ours[".dvc", "cache"], recursive: true);

        var resolved = await _ours.ResolveAsync("d.csv");
        var pulled = await _ours.PullAsync("d.csv");

        resolved.Problems.ShouldHaveSingleItem().ToString().ShouldBe(
            "d.csv.dvc: The data 'd.csv' is neither here nor in the cache. Run './build.sh PullData'.");
        pulled.OrThrow().Copied.ShouldBe(1);
        _ours.Read("d.csv").ShouldBe("two");
    }

    [Fact]
    public async Task Resolve_LinkToNothingWhoseDataIsInTheCache_IsReplacedByTheData()
    {
        _ours.Write("d.csv", "two");
        (await _ours.SnapshotAsync("d.csv")).OrThrow();
        File.Delete(_ours["d.csv"]);
        File.CreateSymbolicLink(_ours["d.csv"], "/gone");

        (await _ours.ResolveAsync("d.csv")).OrThrow();

        new FileInfo(_ours["d.csv"]).LinkTarget.ShouldBeNull();
        _ours.Read("d.csv").ShouldBe("two");
    }

    public void Dispose()
    {
        _ours.Dispose();
        _theirs.Dispose();
        _shared.Dispose();
    }

    private static Task<Validated<IReadOnlyList<string>>> ReadAsync(SomeClone clone, string path, List<string> warnings)
    {
        var text = $"pipeline: 1\nname: some\ntask: regression\nowner: us\ndescription: Something.\n"
            + $"data:\n  path: {path}\n  label: x\n  split: {{by: hash}}\n";
        var request = new DatasetRequest
        {
            Manifest = ManifestReader.Read(text, "model.yml", SomeDataset.Schema).OrThrow(),
            Folder = clone.Root,
        };
        return DatasetFiles.FindAsync(request, new Said(warnings), Token);
    }

    private static async Task<bool> HoldsAsync(string[] names, string[] rules)
    {
        using var shared = new TemporaryFolder();
        using var ours = new SomeClone(shared.Path);
        using var theirs = new SomeClone(shared.Path);
        ours.Write(".dvcignore", string.Join('\n', rules));
        theirs.Fetch(ours, ".dvcignore");
        foreach (var name in names.Append("always.csv"))
            ours.Write("data/" + name, name);
        (await ours.SnapshotAsync("data")).OrThrow();
        (await ours.PushAsync("data")).OrThrow();
        theirs.Fetch(ours, "data.dvc");
        (await theirs.PullAsync("data")).OrThrow();

        var (here, there) = (await ReadAsync(ours, "data", []), await ReadAsync(theirs, "data", []));

        return Relative(ours, here.OrThrow()).SequenceEqual(Relative(theirs, there.OrThrow()))
            && await ours.FindAsync("data", [.. Relative(ours, here.OrThrow())]) is not null;
    }

    private static IEnumerable<string> Relative(SomeClone clone, IEnumerable<string> files) =>
        files.Select(x => Path.GetRelativePath(clone.Root, x));

    private sealed class Said(List<string> warnings) : IProgress<StepEvent>
    {
        public void Report(StepEvent value)
        {
            if (value is StepEvent.Warned warned)
                warnings.Add(warned.Message);
        }
    }
}
