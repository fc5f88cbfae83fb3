namespace Pipeline.Polyfills.Nuke.Execution;

/// <summary>Where the sample's parameters come from; its target Deploy says what it got.</summary>
public sealed class ParameterSourceTests(SampleBuild sample) : IClassFixture<SampleBuild>, IDisposable
{
    [Fact]
    public void Value_InEverySource_CommandLineWins()
    {
        sample.Write(".nuke/parameters.json", """{ "Environment": "file" }""");

        var run = sample.Run("Deploy --environment line", ("NUKE_ENVIRONMENT", "variable"));

        run.Output.ShouldContain("to line,");
    }

    [Fact]
    public void Value_InVariableAndFile_VariableWins()
    {
        sample.Write(".nuke/parameters.json", """{ "Environment": "file" }""");

        var run = sample.Run("Deploy", ("NUKE_ENVIRONMENT", "variable"));

        run.Output.ShouldContain("to variable,");
    }

    [Fact]
    public void Value_VariableWithExactName_WinsOverPrefixedOne()
    {
        var run = sample.Run("Deploy", ("NUKE_ENVIRONMENT", "prefixed"), ("Environment", "exact"));

        run.Output.ShouldContain("to exact,");
    }

    [Fact]
    public void Value_InProfileAndFile_LastProfileWins()
    {
        sample.Write(".nuke/parameters.json", """{ "Environment": "file" }""");
        sample.Write(".nuke/parameters.one.json", """{ "Environment": "one", "Detail": "Full" }""");
        sample.Write(".nuke/parameters.two.json", """{ "Environment": "two" }""");

        var run = sample.Run("Deploy --profile one two");

        run.Output.ShouldContain("to two, ignoring , Full");
    }

    [Fact]
    public void Key_OfFileInOtherCase_IsNotTheParameter()
    {
        sample.Write(".nuke/parameters.json", """{ "environment": "file" }""");

        var run = sample.Run("Deploy");

        run.Output.ShouldContain("to staging,");
    }

    [Theory]
    [InlineData("Deploy -environment a --ENVIRONMENT b", "to b,")]
    [InlineData("Deploy --En-Viron-Ment c", "to c,")]
    [InlineData("Deploy --ignore x y --force false", "ignoring x|y, Brief, force False")]
    [InlineData("--target Deploy+Test --force", "force True")]
    [InlineData("Deploy+Test --detail FULL", "Full")]
    public void Switch_InAnySpelling_IsUnderstood(string arguments, string expected)
    {
        var run = sample.Run(arguments);

        run.Output.ShouldContain(expected);
    }

    [Fact]
    public void ParametersFile_Malformed_IsOneSentenceWithPlace()
    {
        sample.Write(".nuke/parameters.json", "{\n  \"Environment\": staging\n}");

        var run = sample.Run("Deploy");

        run.ExitCode.ShouldNotBe(0);
        run.Text.ShouldContain("parameters.json:2:");
    }

    public void Dispose()
    {
        sample.Write(".nuke/parameters.json", "{}");
        GC.SuppressFinalize(this);
    }
}
