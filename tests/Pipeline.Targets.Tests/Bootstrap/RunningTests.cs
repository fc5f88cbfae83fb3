namespace Pipeline.Targets.Tests.Bootstrap;

public abstract class RunningTests : IDisposable
{
    private readonly BuildScript _script;
    private readonly Clone _clone;
    private readonly FakeDotnet _dotnet;

    private protected RunningTests(BuildScript script)
    {
        _script = script;
        _clone = Clone.Create(script);
        _dotnet = new FakeDotnet(_clone);
    }

    [Fact]
    public async Task Arguments_OfAnyCharacters_ArriveUnchanged()
    {
        string[] arguments =
        [
            "a b", "*", "$HOME", "\"q\"", "it's", "", "two\nlines", "ü→λ", "\\", "--x=;%20`id`", "-", "\ttab ", "--at=10:00",
            "--at:10:00", "-v:", "a,b", "--", "-?", "C:\\data\\",
        ];

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

        using var run = _clone.Start(["where"], from: elsewhere.FullName);
        var outcome = await run.EndAsync();

        outcome.Output.TrimEnd().ShouldEndWith("/else where");
    }

    [Fact]
    public async Task Script_ThroughChainOfLinks_FindsItsRepository()
    {
        var (one, two) = ("../one-" + _script.Name, "../two-" + _script.Name);
        File.CreateSymbolicLink(_clone.PathOf(one), $"le dépôt/{_script.Name}");
        File.CreateSymbolicLink(_clone.PathOf(two), _clone.PathOf(one));

        using var run = _clone.Start(["x"], _clone.PathOf(two), "/");
        var outcome = await run.EndAsync();

        outcome.Output.ShouldBe("<x>\n");
        _clone.Builds().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Script_CalledByItsNameAlone_FindsItsRepository()
    {
        using var run = _clone.Start(_script.CommandByName(), ["x"]);
        var outcome = await run.EndAsync();

        outcome.Output.ShouldBe("<x>\n");
    }

    [Fact]
    public async Task Home_ThatDotnetCannotFind_IsAskedFor()
    {
        _clone.Variables["HOME"] = "/nowhere";
        _clone.Variables["XDG_CACHE_HOME"] = _clone.PathOf("../cache");
        _dotnet.Set("homeless", "Le dossier de base est inconnu. 'DOTNET_CLI_HOME'\n");

        var outcome = await _clone.RunAsync();

        outcome.ExitCode.ShouldBe(1);
        outcome.Errors.ShouldBe(
            "HOME is '/nowhere', and .NET keeps its packages and settings there; " +
            "set HOME, or DOTNET_CLI_HOME, to a folder of yours.\n");
    }

    [Fact]
    public async Task Temp_ThatIsAFile_IsNamedInOneSentence()
    {
        _clone.Write(".nuke/temp", "");

        var outcome = await _clone.RunAsync();

        outcome.ExitCode.ShouldBe(1);
        outcome.Errors.ShouldBe(
            $"The folder '{_clone.PathOf(".nuke/temp")}' cannot be written, and the build is compiled there; " +
            "make it writable, or build in another clone.\n");
    }

    // Root may write wherever permissions forbid it, so there it is a mount that does.
    [Fact]
    public async Task Temp_ThatIsReadOnly_IsNamedInOneSentence()
    {
        var temp = Directory.CreateDirectory(_clone.PathOf(".nuke/temp"));
        using var readOnly = new ReadOnlyFolder(temp.FullName);

        var outcome = await _clone.RunAsync();

        outcome.ExitCode.ShouldBe(1);
        outcome.Errors.ShouldStartWith($"The folder '{temp.FullName}' cannot be written");
    }

    public void Dispose()
    {
        _clone.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class BashRunningTests() : RunningTests(BuildScript.Bash);

public sealed class PowerShellRunningTests() : RunningTests(BuildScript.PowerShell);
