using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Environments;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery;

public sealed class PruneTests : IDisposable
{
    /// <summary>Of <see cref="KeptEnvironment.Project"/>.</summary>
    private const string Environments =
        """
        project: prune-tests
        environments:
          production: {engine: process, address: auto, strategy: {type: recreate}}
        retention: {ways-back: 2, images: {older-than: 1d}, predictions: {at-most: 1kB}}
        """;

    private readonly DeliveryRoot _root = new();

    public PruneTests() => _root.Write("environments.yml", Environments);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private EnvironmentFolder Folder => EnvironmentFolder.Of(
        Path.Combine(_root.State, "pipeline"), KeptEnvironment.Project, "production", ModelName.Parse("loan-default"));

    [Fact]
    public async Task Prune_AfterManyReleases_LeavesEveryWayBack()
    {
        await using var environment = new KeptEnvironment(_root);
        await environment.DeployAsync(1, 2, 3, 4, 5);
        await environment.DieAndAgeAsync();

        var dry = _root.Run("Prune --dry-run");
        Releases(environment).ShouldBe([1, 2, 3, 4, 5]);
        var run = _root.Run("Prune");

        dry.ExitCode.ShouldBe(0, dry.Text);
        run.ExitCode.ShouldBe(0, run.Text);
        Releases(environment).ShouldBe([3, 4, 5]);
        dry.Output.Split('\n').Count(x => x.StartsWith("would go", StringComparison.Ordinal)).ShouldBeGreaterThan(1);
        Plain(run).ShouldContain("production of loan-default: revision 5 answers");
        run.Output.Split('\n').ShouldAllBe(x => x.Length <= 80 || x.Contains('/'));
        var back = _root.Run("Rollback --environment production");
        back.ExitCode.ShouldBe(0, back.Text);
        (await environment.StableAsync(), await environment.AskAsync()).ShouldBe((4, 4));
        _root.Run("Rollback --environment production").ExitCode.ShouldBe(0);
        (await environment.StableAsync(), await environment.AskAsync()).ShouldBe((3, 3));
        _root.Run("Rollback --environment production").ExitCode.ShouldBe(4);
        (await environment.StableAsync()).ShouldBe(3);
    }

    [Fact]
    public async Task Prune_WhileTheGatewayRuns_RemovesWhatNoRevisionHas()
    {
        await using var environment = new KeptEnvironment(_root);
        await environment.DeployAsync(1, 2);
        Directory.CreateDirectory(Path.Combine(Folder.Images, new string('a', 64), "root"));
        Directory.CreateDirectory(Path.Combine(Folder.Images, new string('b', 64) + ".partial", "root"));
        Directory.CreateDirectory(Path.Combine(Folder.Programs, "0123456789abcdef"));
        KeptEnvironment.Age(Folder.Images);
        KeptEnvironment.Age(Folder.Programs);
        Directory.CreateDirectory(Path.Combine(Folder.Images, new string('c', 64), "root"));

        var run = _root.Run("Prune");

        run.ExitCode.ShouldBe(0, run.Text);
        Directory.GetDirectories(Folder.Images).Length.ShouldBe(3, "two revisions, and what is younger than an hour");
        Directory.GetDirectories(Folder.Programs).Length.ShouldBe(1);
        (await environment.AskAsync()).ShouldBe(2);
        _root.Run("Rollback --environment production").ExitCode.ShouldBe(0);
        (await environment.AskAsync()).ShouldBe(1);
        await environment.DeployAsync(3);
    }

    [Fact]
    public async Task Prune_PredictionLogs_KeepsTheNewestAndWhatIsWritten()
    {
        await WriteDocumentAsync();
        Directory.CreateDirectory(Folder.Predictions);
        for (var i = 1; i <= 4; i++)
            await File.WriteAllTextAsync(Log(i), new string('x', 400), Token);
        KeptEnvironment.Age(Folder.Predictions);
        for (var i = 1; i <= 4; i++)
            File.SetLastWriteTimeUtc(Log(i), new DateTime(2020, 1, i, 0, 0, 0, DateTimeKind.Utc));
        await using var written = new FileStream(Log(1), FileMode.Append, FileAccess.Write, FileShare.Read);

        var run = _root.Run("Prune");

        run.ExitCode.ShouldBe(0, run.Text);
        Directory.GetFiles(Folder.Predictions).Order().ShouldBe([Log(1), Log(4)]);
        Plain(run).ShouldContain("a server writes to it (400 B)");
    }

    [Fact]
    public async Task Prune_Killed_LeavesWholeImagesOrNone()
    {
        const int images = 2000;
        await WriteDocumentAsync();
        for (var i = 0; i < images; i++)
        {
            var root = Directory.CreateDirectory(Path.Combine(Folder.Images, Digest.OfText($"{i}").Hex, "root")).FullName;
            for (var j = 0; j < 3; j++)
                await File.WriteAllTextAsync(Path.Combine(root, $"{j}"), "x", Token);
        }

        KeptEnvironment.Age(Folder.Images);
        using (var process = _root.Start("Prune"))
        {
            while (Whole().Count == images && !process.HasExited)
                await Task.Yield();
            process.Kill();
            await process.WaitForExitAsync(Token);
        }

        Whole().ShouldAllBe(x => Directory.GetFiles(Path.Combine(x, "root")).Length == 3);
        var again = _root.Run("Prune");
        again.ExitCode.ShouldBe(0, again.Text);
        Directory.GetFileSystemEntries(Folder.Images).ShouldBeEmpty();
    }

    [Fact]
    public async Task Prune_WhileAGatewayStarts_RemovesNothingThereAndSaysSo()
    {
        await WriteDocumentAsync();
        Directory.CreateDirectory(Path.Combine(Folder.Images, new string('a', 64)));
        KeptEnvironment.Age(Folder.Images);
        await using var held = new FileStream(Folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        var run = _root.Run("Prune");

        run.ExitCode.ShouldBe(0, run.Text);
        Plain(run).ShouldContain("In production of loan-default nothing was removed: its gateway is being started or ended.");
        Whole().Count.ShouldBe(1);
    }

    [Fact]
    public void Prune_AnEnvironmentWithoutADocument_RemovesNothingThereAndSaysSo()
    {
        Directory.CreateDirectory(Path.Combine(Folder.Images, new string('a', 64)));
        KeptEnvironment.Age(Folder.Images);

        var run = _root.Run("Prune");

        run.ExitCode.ShouldBe(0, run.Text);
        run.Text.ShouldContain("that says what is needed");
        Whole().Count.ShouldBe(1);
    }

    [Fact]
    public void Prune_TheCachesOfAClone_KeepsWhatTheLastImageHasAndWhatIsUsed()
    {
        var (archive, blob) = (new string('1', 64), new string('2', 64));
        _root.Write($".nuke/temp/layers/{archive}-{blob}.tar.gz", "the last image's");
        _root.Write($".nuke/temp/layers/{archive}-{archive}.tar.gz", "nobody's");
        _root.Write($".nuke/temp/layers/.{archive}.77-1.tmp", "half");
        _root.Write(".nuke/temp/packages/pipeline.serving.linux-x64/0.1.0/Pipeline.Serving", "old");
        _root.Write(".nuke/temp/feed/Pipeline.Serving.linux-x64.0.2.0.nupkg.77.tmp", "half");
        _root.Write($"artifacts/loan-default/image/blobs/sha256/{blob}", "layer");
        _root.Write("artifacts/loan-default/.run.json.77-1.tmp", "half");
        _root.Write("artifacts/loan-default/run.json", "{}");
        KeptEnvironment.Age(_root.Folder);
        _root.Write(".nuke/temp/packages/pipeline.serving.linux-x64/0.2.0/Pipeline.Serving", "used");

        var run = _root.Run("Prune");

        run.ExitCode.ShouldBe(0, run.Text);
        Has($".nuke/temp/layers/{archive}-{blob}.tar.gz").ShouldBeTrue();
        Has(".nuke/temp/packages/pipeline.serving.linux-x64/0.2.0/Pipeline.Serving").ShouldBeTrue();
        Has("artifacts/loan-default/run.json").ShouldBeTrue();
        Directory.GetFileSystemEntries(Path.Combine(_root.Folder, ".nuke/temp/layers")).Length.ShouldBe(1);
        var versions = Path.Combine(_root.Folder, ".nuke/temp/packages/pipeline.serving.linux-x64");
        Directory.GetFileSystemEntries(versions).Length.ShouldBe(1);
        Directory.GetFileSystemEntries(Path.Combine(_root.Folder, ".nuke/temp/feed")).ShouldBeEmpty();
        Directory.GetFileSystemEntries(Path.Combine(_root.Folder, "artifacts/loan-default"), ".*.tmp").ShouldBeEmpty();
        Plain(run).ShouldContain("the image of loan-default has it");
    }

    [Theory]
    [InlineData("Prune", "at-most: 1kB", "at-most: lots", "a size as 500MB, 20GB or 1.5GiB")]
    [InlineData("Prune", "ways-back: 2", "ways-back: 0", "ways-back")]
    [InlineData("Prune --environment nowhere", "1kB", "1kB", "There is no environment 'nowhere'")]
    [InlineData("Prune --dry-runs", "1kB", "1kB", "--dry-run")]
    public async Task Prune_WrongInput_ChangesNothing(string command, string good, string bad, string part)
    {
        await WriteDocumentAsync();
        Directory.CreateDirectory(Path.Combine(Folder.Images, new string('a', 64)));
        KeptEnvironment.Age(Folder.Images);
        _root.Write("environments.yml", Environments.Replace(good, bad, StringComparison.Ordinal));

        var run = _root.Run(command);

        run.ExitCode.ShouldBe(2, run.Text);
        run.Text.ShouldContain(part);
        Whole().Count.ShouldBe(1);
    }

    public void Dispose() => _root.Dispose();

    /// <summary>What it said, without the ends of rows.</summary>
    private static string Plain(Child run) =>
        string.Join(' ', run.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private bool Has(string name) => _root.Has(name);

    private static IEnumerable<int> Releases(KeptEnvironment environment) => Enumerable.Range(1, 9).Where(environment.HasImage);

    private List<string> Whole() => [.. Directory.GetDirectories(Folder.Images).Where(x => Path.GetFileName(x).Length == 64)];

    private string Log(int number) => Path.Combine(Folder.Predictions, $"predictions-20200101T000000Z-1-000{number}.jsonl");

    private async Task WriteDocumentAsync()
    {
        Folder.Create();
        await DocumentFile.WriteAsync(
            Folder.Document, Some.Environment(null) with { Project = KeptEnvironment.Project }, Token);
    }
}
