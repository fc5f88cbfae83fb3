namespace Pipeline.Polyfills.Nuke.Execution;

/// <summary>Text to the types of parameters, through a build that says what it got.</summary>
public sealed class ParameterTypeTests : IDisposable
{
    private readonly EngineRun _engine = new();

    [Theory]
    [InlineData("--flag", "Flag=True")]
    [InlineData("--flag true", "Flag=True")]
    [InlineData("--maybe-flag false", "MaybeFlag=False")]
    [InlineData("--whole 9000000000", "Whole=9000000000")]
    [InlineData("--real 0.25", "Real=0.25")]
    [InlineData("--enum dark", "Enum=Dark")]
    [InlineData("--flavor Sour", "Flavor=Sour")]
    [InlineData("--numbers 1 2 3", "Numbers=1|2|3")]
    [InlineData("--names a,b", "Names=a|b")]
    [InlineData("--names a b", "Names=a|b")]
    [InlineData("--other-name x", "Renamed=x")]
    [InlineData("--deep-depth 3", "Prefixed=3")]
    public void Argument_OfEachType_IsConverted(string arguments, string expected)
    {
        var run = _engine.Run("Values", $"Show {arguments}");

        run.Output.ShouldContain(expected);
    }

    [Theory]
    [InlineData("--numbers 1 x")]
    [InlineData("--flavor Bitter")]
    [InlineData("--real a,b")]
    [InlineData("--whole")]
    public void Argument_ThatDoesNotFit_WarnsAndKeepsTheDefault(string arguments)
    {
        var run = _engine.Run("Values", $"Show {arguments}");

        run.ExitCode.ShouldBe(0);
        run.Output.ShouldContain("Could not inject value for Values.");
    }

    [Fact]
    public void Path_OnCommandLine_IsRelativeToWorkingFolder()
    {
        var run = _engine.Run("Values", "Show --folder sub/file");

        run.Output.ShouldContain($"Folder={Path.Combine(_engine.Root, "sub", "file")}");
    }

    [Fact]
    public void Values_InTheFile_AreConverted()
    {
        _engine.Write(".nuke/parameters.json", """
            { "Flag": true, "Whole": 5, "Real": 2.5, "Enum": "Dark", "Numbers": [4, 5], "Folder": "sub", "DeepDepth": 2 }
            """);

        var run = _engine.Run("Values", "Show");

        string[] expected = ["Flag=True", "Whole=5", "Real=2.5", "Enum=Dark", "Numbers=4|5", "Prefixed=2"];
        expected.ShouldAllBe(x => run.Output.Contains(x));
        run.Output.ShouldContain($"Folder={Path.Combine(_engine.Root, "sub")}");
    }

    public void Dispose() => _engine.Dispose();
}
