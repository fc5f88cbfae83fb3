namespace Pipeline.Targets.Tests.Bootstrap;

public sealed class CompilingTests : IDisposable
{
    private const string Source = "src/Pipeline.Core/Word.cs";
    private readonly Clone _clone = Clone.Create();
    private readonly FakeDotnet _dotnet;

    public CompilingTests() => _dotnet = new FakeDotnet(_clone);

    [Fact]
    public async Task Compile_NothingChanged_IsNotRepeated()
    {
        var first = await _clone.RunAsync();
        var second = await _clone.RunAsync();

        first.Errors.ShouldContain("Compiling the build ...");
        second.Errors.ShouldBe("Packages: polyfill (PIPELINE_PACKAGES)\n");
        _dotnet.Compiles.ShouldBe(1);
    }

    [Theory]
    [InlineData("src/Pipeline.Serving/Server.cs")]
    [InlineData("tests/Pipeline.Tests/Tests.cs")]
    [InlineData("docs/guide.md")]
    [InlineData("src/Pipeline.Core/Word.cs~")]
    [InlineData("src/Pipeline.Core/.Word.cs.swp")]
    [InlineData("src/Pipeline.Core/.#Word.cs")]
    [InlineData("src/Pipeline.Core/obj/project.assets.json")]
    [InlineData("build/bin/_build.dll")]
    [InlineData("src/Pipeline.Core/.vs/state")]
    public async Task Compile_ForeignFileOrNoise_IsNotRepeated(string path)
    {
        await _clone.RunAsync();

        _clone.Write(path, "something else");
        await _clone.RunAsync();

        _dotnet.Compiles.ShouldBe(1);
    }

    [Theory]
    [InlineData(Source)]
    [InlineData("src/Pipeline.Core/New folder/with\nline.cs")]
    [InlineData("src/Pipeline.Core/templates/card.md")]
    [InlineData("src/Pipeline.Core/.editorconfig")]
    [InlineData("src/Directory.Build.props")]
    [InlineData("Directory.Packages.props")]
    [InlineData("global.json")]
    [InlineData("build/Build.Topic.cs")]
    public async Task Compile_SomethingItIsMadeOfChanged_IsRepeated(string path)
    {
        await _clone.RunAsync();

        _clone.Write(path, "something else");
        await _clone.RunAsync();

        _dotnet.Compiles.ShouldBe(2);
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

        using var run = _clone.Start();
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

        using var first = _clone.Start("one");
        await first.UntilAsync(() => _dotnet.Has("held"));
        using var second = _clone.Start("two");
        await second.UntilSaidAsync("Another run prepares the build of this clone; waiting for it ...");
        _dotnet.Set("go", "");
        var outcomes = new[] { await first.EndAsync(), await second.EndAsync() };

        outcomes.Select(x => x.Output).ShouldBe(["<one>\n", "<two>\n"]);
        _dotnet.Compiles.ShouldBe(1);
    }

    [Fact]
    public async Task Compile_Killed_DoesNotStopTheNextRun()
    {
        _dotnet.HoldNextCompile();

        using var killed = _clone.Start();
        await killed.UntilAsync(() => _dotnet.Has("held") && _clone.IsCompiling());
        killed.Kill();
        var outcome = await _clone.RunAsync("x");

        outcome.Output.ShouldBe("<x>\n");
        _dotnet.Has("ended").ShouldBeTrue();
        new FileInfo(_clone.PathOf(".nuke/temp/lock")).LinkTarget.ShouldBeNull();
    }

    [Fact]
    public async Task Compile_LockOfDeadOwnerAndDeadHeir_IsTaken()
    {
        var (owner, heir) = ($"{Environment.MachineName}:4194305.1", $"{Environment.MachineName}:4194306.1");
        Directory.CreateDirectory(_clone.PathOf(".nuke/temp"));
        File.CreateSymbolicLink(_clone.PathOf(".nuke/temp/lock"), owner);
        File.CreateSymbolicLink(_clone.PathOf($".nuke/temp/lock.after.{owner}"), heir);

        var outcome = await _clone.RunAsync("x");

        outcome.Output.ShouldBe("<x>\n");
        Directory.GetFiles(_clone.PathOf(".nuke/temp"), "lock*").ShouldBeEmpty();
    }

    [Fact]
    public async Task Compile_Terminated_EndsTheCompilerAndLeavesNoLock()
    {
        _dotnet.HoldNextCompile();

        using var run = _clone.Start();
        await run.UntilAsync(() => _dotnet.Has("held") && _clone.IsCompiling());
        await run.SignalAsync("TERM");
        var outcome = await run.EndAsync();

        outcome.ExitCode.ShouldBe(143);
        _dotnet.Has("ended").ShouldBeTrue();
        new FileInfo(_clone.PathOf(".nuke/temp/lock")).LinkTarget.ShouldBeNull();
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

    public void Dispose() => _clone.Dispose();

    private void AddBuild(string name, TimeSpan age)
    {
        var used = $".nuke/temp/build/{name}/used";
        _clone.Write(used, "");
        File.SetLastWriteTimeUtc(_clone.PathOf(used), TimeProvider.System.GetUtcNow().UtcDateTime - age);
    }
}
