namespace Pipeline.Targets.Tests.Bootstrap;

public abstract class CompilingTests : IDisposable
{
    private const string Source = "src/Pipeline.Core/Word.cs";

    private static readonly string[] NotOfTheBuild =
    [
        "src/Pipeline.Serving/Server.cs", "tests/Pipeline.Tests/Tests.cs", "docs/guide.md", "src/Pipeline.Core/Word.cs~",
        "src/Pipeline.Core/.Word.cs.swp", "src/Pipeline.Core/.#Word.cs", "src/Pipeline.Core/obj/project.assets.json",
        "build/bin/_build.dll", "src/Pipeline.Core/.vs/state",
    ];

    private static readonly string[] OfTheBuild =
    [
        Source, "src/Pipeline.Core/New folder/with\nline.cs", "src/Pipeline.Core/templates/card.md",
        "src/Pipeline.Core/.editorconfig", "src/Directory.Build.props", "Directory.Packages.props", "global.json",
        "build/Build.Topic.cs",
    ];

    private readonly Clone _clone;
    private readonly FakeDotnet _dotnet;

    private protected CompilingTests(BuildScript script)
    {
        _clone = Clone.Create(script);
        _dotnet = new FakeDotnet(_clone);
    }

    [Fact]
    public async Task Compile_NothingChanged_IsNotRepeated()
    {
        var first = await _clone.RunAsync();
        var second = await _clone.RunAsync();

        first.Errors.ShouldContain("Compiling the build ...");
        second.Errors.ShouldBe("Packages: polyfill (PIPELINE_PACKAGES)\n");
        _dotnet.Compiles.ShouldBe(1);
    }

    [Fact]
    public async Task Compile_ForeignFilesAndNoise_IsNotRepeated()
    {
        await _clone.RunAsync();

        foreach (var path in NotOfTheBuild)
            _clone.Write(path, "something else");
        await _clone.RunAsync();

        _dotnet.Compiles.ShouldBe(1);
    }

    [Fact]
    public async Task Compile_AnythingItIsMadeOfChanged_IsRepeated()
    {
        await _clone.RunAsync();

        foreach (var (index, path) in OfTheBuild.Index())
        {
            _clone.Write(path, "something else");
            await _clone.RunAsync();
            _dotnet.Compiles.ShouldBe(index + 2, path);
        }
    }

    [Fact]
    public async Task Compile_ChangedBack_UsesWhatIsKept()
    {
        var original = _clone.Read(Source);
        await _clone.RunAsync();
        _clone.Write(Source, "something else");
        await _clone.RunAsync();

        _clone.Write(Source, original);
        await _clone.RunAsync();

        _dotnet.Compiles.ShouldBe(2);
    }

    [Fact]
    public async Task Compile_SourceChangesMeanwhile_IsRepeatedBeforeItCounts()
    {
        _dotnet.HoldNextCompile();

        using var run = _clone.Start([]);
        await run.UntilAsync(() => _dotnet.Has("held"));
        _clone.Write(Source, "something else");
        _dotnet.Set("go", "");
        await run.EndAsync();

        _dotnet.Compiles.ShouldBe(2);
        _clone.Builds().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Compile_TwoAtOnce_SecondWaitsAndFindsItReady()
    {
        _dotnet.HoldNextCompile();

        using var first = _clone.Start(["one"]);
        await first.UntilAsync(() => _dotnet.Has("held"));
        using var second = _clone.Start(["two"]);
        await second.UntilSaidAsync("Another run prepares the build of this clone; waiting for it ...");
        _dotnet.Set("go", "");
        var outcomes = new[] { await first.EndAsync(), await second.EndAsync() };

        outcomes.Select(x => x.Output).ShouldBe(["<one>\n", "<two>\n"]);
        _dotnet.Compiles.ShouldBe(1);
    }

    [Fact]
    public async Task Compile_Failed_ShowsEveryErrorOnceAndTheWayOut()
    {
        await _clone.RunAsync();
        _clone.Write(Source, "something else");
        _dotnet.Set(
            "broken",
            "a.cs(1,1): error CS1\nb.cs(2,2): error CS2\n\nBuild FAILED.\n\na.cs(1,1): error CS1\n    2 Error(s)\n");

        var outcome = await _clone.RunAsync();

        outcome.ExitCode.ShouldBe(1);
        outcome.Errors.ShouldEndWith(
            "Compiling the build ...\na.cs(1,1): error CS1\nb.cs(2,2): error CS2\n" +
            "build/_build.csproj does not compile; PIPELINE_LAST_GOOD=1 runs the last build that did.\n");
    }

    [Fact]
    public async Task LastGood_BrokenSource_RunsTheLastThatCompiled()
    {
        await _clone.RunAsync();
        _clone.Write(Source, "something else");
        _dotnet.Set("broken", "error CS1\n");

        _clone.Variables["PIPELINE_LAST_GOOD"] = "1";
        var outcome = await _clone.RunAsync("x");

        outcome.Output.ShouldBe("<x>\n");
        outcome.Errors.ShouldContain($"of the last build that compiled, {_clone.Builds().Single()}");
        _dotnet.Compiles.ShouldBe(1);
    }

    [Theory]
    [InlineData("1", 1, "No build has compiled in this clone yet")]
    [InlineData("maybe", 2, "PIPELINE_LAST_GOOD is 'maybe'")]
    public async Task LastGood_NothingToRun_SaysSo(string value, int code, string words)
    {
        _clone.Variables["PIPELINE_LAST_GOOD"] = value;

        var outcome = await _clone.RunAsync();

        outcome.ExitCode.ShouldBe(code);
        outcome.Errors.ShouldStartWith(words);
    }

    [Fact]
    public async Task OldBuilds_BeyondFiveAndHalfADay_AreRemoved()
    {
        for (var days = 1; days <= 6; days++)
            AddBuild($"{days}-days", TimeSpan.FromDays(days));
        AddBuild("an-hour", TimeSpan.FromHours(1));

        await _clone.RunAsync();

        _clone.Builds().Where(x => x.Contains('-', StringComparison.Ordinal)).ShouldBe(["1-days", "2-days", "3-days", "an-hour"]);
    }

    public void Dispose()
    {
        _clone.Dispose();
        GC.SuppressFinalize(this);
    }

    private void AddBuild(string name, TimeSpan age)
    {
        var used = $".nuke/temp/build/{name}/used";
        _clone.Write(used, "");
        File.SetLastWriteTimeUtc(_clone.PathOf(used), TimeProvider.System.GetUtcNow().UtcDateTime - age);
    }
}

public sealed class BashCompilingTests() : CompilingTests(BuildScript.Bash);

public sealed class PowerShellCompilingTests() : CompilingTests(BuildScript.PowerShell);
