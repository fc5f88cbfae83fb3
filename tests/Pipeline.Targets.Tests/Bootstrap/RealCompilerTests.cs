namespace Pipeline.Targets.Tests.Bootstrap;

public sealed class RealCompilerTests(CompiledClone compiled) : IClassFixture<CompiledClone>
{
    private const string Source = "src/Pipeline.Core/Word.cs";

    private readonly Clone _clone = compiled.Clone;

    [Fact]
    public async Task Build_Compiled_GetsArgumentsAndGivesExitCode()
    {
        var outcome = await _clone.RunAsync("a b", "", "two\nlines", "\"é\"");

        outcome.Output.ShouldEndWith("<a b>\n<>\n<two\nlines>\n<\"é\">\n");
        outcome.ExitCode.ShouldBe(4);
    }

    [Fact]
    public async Task PowerShell_AfterBash_RunsTheSameBuild()
    {
        var command = BuildScript.PowerShell.Command(_clone.PathOf("build.ps1"));

        await _clone.RunAsync();
        using var run = _clone.Start(command, ["a b", "--at=10:00", ""]);
        var outcome = await run.EndAsync();

        outcome.Errors.ShouldBe("Packages: polyfill (PIPELINE_PACKAGES)\n");
        outcome.Output.ShouldEndWith("<a b>\n<--at=10:00>\n<>\n");
        outcome.ExitCode.ShouldBe(3);
    }

    [Fact]
    public async Task PowerShell_SourceChanged_CompilesAndRunsTheChange()
    {
        _clone.Write(Source, Word("compiled by PowerShell"));
        var command = BuildScript.PowerShell.Command(_clone.PathOf("build.ps1"));

        using var run = _clone.Start(command, []);
        var outcome = await run.EndAsync();
        var again = await _clone.RunAsync();

        outcome.Output.ShouldBe("compiled by PowerShell\n");
        outcome.Errors.ShouldContain("Compiling the build ...");
        again.Errors.ShouldBe("Packages: polyfill (PIPELINE_PACKAGES)\n");
    }

    [Fact]
    public void Closure_OfTheBuild_IsItsProjectsAndWhatTheyTakeFromElsewhere()
    {
        var closures = _clone.Builds().Select(x => _clone.Read($".nuke/temp/build/{x}/closure"));

        const string Projects = "src/Pipeline.Core/\nsrc/Pipeline.Distribution/\nsrc/Pipeline.Targets/\n";
        closures.ShouldAllBe(x => x == $"build/\ndocs/words.txt\n{Projects}");
    }

    [Fact]
    public async Task Compile_ProjectOutsideTheBuild_DoesNotMatter()
    {
        var builds = _clone.Builds();

        _clone.Write("src/Pipeline.Serving/Server.cs", "does not even compile");
        var outcome = await _clone.RunAsync();

        outcome.Errors.ShouldBe("Packages: polyfill (PIPELINE_PACKAGES)\n");
        _clone.Builds().ShouldBe(builds);
    }

    [Fact]
    public async Task Compile_SourceChanged_RunsTheChange()
    {
        _clone.Write(Source, Word("second"));

        var outcome = await _clone.RunAsync();

        outcome.Output.ShouldBe("second\n");
        outcome.Errors.ShouldContain("Compiling the build ...");
    }

    [Fact]
    public async Task Compile_SourceBroken_ShowsTheErrorAndTheLastGoodRuns()
    {
        var original = _clone.Read(Source);
        _clone.Write(Source, original + "nonsense\n");

        var broken = await _clone.RunAsync();
        _clone.Variables["PIPELINE_LAST_GOOD"] = "1";
        var lastGood = await _clone.RunAsync();
        _clone.Variables["PIPELINE_LAST_GOOD"] = null;
        _clone.Write(Source, original);

        broken.ExitCode.ShouldBe(1);
        broken.Errors.ShouldContain($"{_clone.PathOf(Source)}(");
        broken.Errors.ShouldEndWith("PIPELINE_LAST_GOOD=1 runs the last build that did.\n");
        lastGood.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Compile_KilledWhileTheCompilerRuns_RecoversInTheNextRun()
    {
        _clone.Write(Source, Word("killed"));

        using var killed = _clone.Start([]);
        await killed.UntilSaidAsync("Compiling the build ...");
        await killed.UntilAsync(_clone.IsCompiling);
        killed.Kill();
        var outcome = await _clone.RunAsync();

        outcome.Output.ShouldBe("killed\n");
    }

    [Theory]
    [InlineData("build.sh")]
    [InlineData("dotnet", "restore", "build/_build.csproj", "--tl:off")]
    public Task Nuget_FeedWithoutThePackages_IsOneSentence(string command, params string[] arguments) =>
        IsOneSentenceAsync(command, arguments);

    [Fact]
    public async Task Nuget_FeedWithANewerVersion_IsTheSameSentence()
    {
        var package = _clone.PathOf("feed/Nuke.Common.10.1.1.nupkg");
        EmptyPackage.Write(package, "Nuke.Common", "10.1.1");

        try
        {
            await IsOneSentenceAsync("dotnet", ["restore", "build/_build.csproj", "--tl:off"]);
        }
        finally
        {
            File.Delete(package);
        }
    }

    private async Task IsOneSentenceAsync(string command, string[] arguments)
    {
        _clone.Variables["PIPELINE_PACKAGES"] = "nuget";

        using var run = command == "build.sh" ? _clone.Start(arguments) : _clone.Start([command], arguments);
        var outcome = await run.EndAsync();
        _clone.Variables["PIPELINE_PACKAGES"] = "polyfill";

        var errors = (outcome.Output + outcome.Errors).Split('\n').Where(
            x => x.Contains("Nuke.Common", StringComparison.Ordinal));
        outcome.ExitCode.ShouldBe(1);
        errors.ShouldHaveSingleItem().ShouldContain(
            "The package feed lacks Nuke.Common 10.1.0, which the package mode 'nuget' needs; " +
            "use a feed that carries it, or set PIPELINE_PACKAGES=polyfill.");
    }

    private static string Word(string spoken) =>
        $$"""
        namespace Pipeline;

        public static class Word
        {
            public const string Spoken = "{{spoken}}";
        }

        """;
}
