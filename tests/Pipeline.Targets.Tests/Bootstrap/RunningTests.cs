namespace Pipeline.Targets.Tests.Bootstrap;

public sealed class RunningTests : IDisposable
{
    private readonly Clone _clone = Clone.Create();
    private readonly FakeDotnet _dotnet;

    public RunningTests() => _dotnet = new FakeDotnet(_clone);

    [Fact]
    public async Task Arguments_OfAnyCharacters_ArriveUnchanged()
    {
        string[] arguments = ["a b", "*", "$HOME", "\"q\"", "it's", "", "two\nlines", "ü→λ", "\\", "--x=;%20`id`", "-", "\ttab "];

        var outcome = await _clone.RunAsync(arguments);

        outcome.Output.ShouldBe(string.Concat(arguments.Select(x => $"<{x}>\n")));
    }

    [Fact]
    public async Task Arguments_None_StayNone() => (await _clone.RunAsync()).ShouldSatisfyAllConditions(
        x => x.Output.ShouldBe(""),
        x => x.ExitCode.ShouldBe(0));

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(255)]
    public async Task ExitCode_OfTheBuild_IsPassedOn(int code) =>
        (await _clone.RunAsync("exit", $"{code}")).ExitCode.ShouldBe(code);

    [Fact]
    public async Task Folder_OfTheCaller_IsKept()
    {
        var elsewhere = Directory.CreateDirectory(_clone.PathOf("../else where"));

        using var run = _clone.Start(_clone.PathOf("build.sh"), ["where"], elsewhere.FullName);
        var outcome = await run.EndAsync();

        outcome.Output.TrimEnd().ShouldEndWith("/else where");
    }

    [Fact]
    public async Task Script_ThroughChainOfLinks_FindsItsRepository()
    {
        File.CreateSymbolicLink(_clone.PathOf("../one"), "le dépôt/build.sh");
        File.CreateSymbolicLink(_clone.PathOf("../two"), _clone.PathOf("../one"));

        using var run = _clone.Start(_clone.PathOf("../two"), ["x"], "/");
        var outcome = await run.EndAsync();

        outcome.Output.ShouldBe("<x>\n");
        _clone.Builds().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Script_CalledByItsNameAlone_FindsItsRepository()
    {
        using var run = _clone.Start("bash", ["build.sh", "x"]);
        var outcome = await run.EndAsync();

        outcome.Output.ShouldBe("<x>\n");
    }

    [Fact]
    public async Task Signal_WhileTheBuildRuns_ReachesTheBuild()
    {
        using var run = _clone.Start("wait");
        await run.UntilAsync(() => _dotnet.Has("waits"));
        await run.SignalAsync("TERM");
        var outcome = await run.EndAsync();

        outcome.ExitCode.ShouldBe(9);
    }

    public void Dispose() => _clone.Dispose();
}
