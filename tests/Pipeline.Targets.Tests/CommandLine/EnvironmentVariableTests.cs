namespace Pipeline.Targets.CommandLine;

/// <summary>Parameters come from the command line, from NUKE_ and their name, and from names that they declare.</summary>
public sealed class EnvironmentVariableTests : IDisposable
{
    private readonly StrictRun _build = new();

    [Theory]
    [InlineData("TARGET", "Bug")]
    [InlineData("Target", "Bug")]
    [InlineData("SKIP", "Train")]
    [InlineData("HOST", "0.0.0.0")]
    [InlineData("ROOT", "/nowhere")]
    [InlineData("VERBOSITY", "loud")]
    [InlineData("PROFILE", "nowhere")]
    [InlineData("PLAN", "true")]
    [InlineData("HELP", "true")]
    [InlineData("CONTINUE", "maybe")]
    [InlineData("NO_LOGO", "x")]
    [InlineData("TREES", "7")]
    [InlineData("Trees", "many")]
    [InlineData("Force", "true")]
    public void Variable_WithTheBareNameOfAParameter_DoesNotSteer(string name, string value)
    {
        var run = _build.Run("Train", (name, value));

        run.ExitCode.ShouldBe(0, run.Text);
        run.Output.ShouldContain("trees 100, detail Brief, ignore , force False,");
        run.Output.ShouldContain("host Terminal");
        run.Output.ShouldNotContain("Skipped");
    }

    [Fact]
    public void Variable_ThatAPersonMayHaveMeant_IsToldOnStandardError()
    {
        var run = _build.Run("Train", ("TREES", "7"), ("HOST", "box"));

        run.Error.Trim().ShouldBe("The environment variable TREES is not taken for '--trees'; NUKE_TREES would be.");
    }

    [Theory]
    [InlineData("NUKE_TARGET", "Trian", "The environment variable NUKE_TARGET names the target 'Trian', which there is not.")]
    [InlineData("NUKE_SKIP", "Trian", "The environment variable NUKE_SKIP names the target 'Trian', which there is not.")]
    [InlineData("NUKE_HOST", "0.0.0.0", "The environment variable NUKE_HOST has the value '0.0.0.0'; the name of a host such")]
    [InlineData("NUKE_VERBOSITY", "loud", "The environment variable NUKE_VERBOSITY has the value 'loud'; one of Verbose,")]
    public void Variable_OfTheEngineThatDoesNotFit_IsRefusedInOneSentence(string name, string value, string sentence)
    {
        var run = _build.Run("", (name, value));

        run.ExitCode.ShouldBe(2, run.Text);
        run.Error.ShouldStartWith(sentence);
        run.Error.Trim().Split('\n').Length.ShouldBe(1);
        _build.HasRun.ShouldBeFalse();
    }

    [Theory]
    [InlineData("NUKE_TARGET", "Bug")]
    [InlineData("NUKE_TREES", "7")]
    public void CommandLine_AndVariable_TheCommandLineWins(string name, string value)
    {
        var run = _build.Run("Train --trees 5", (name, value));

        run.ExitCode.ShouldBe(0, run.Text);
        run.Output.ShouldContain("trees 5,");
    }

    [Fact]
    public void Variable_OfTheEngineByItsFullName_IsTaken()
    {
        var run = _build.Run("", ("NUKE_TARGET", "FailWorld"));

        run.ExitCode.ShouldBe(255, run.Text);
        run.Output.ShouldContain("The disk '/data' is full.");
    }

    [Theory]
    [InlineData("", "ada", "user ada,")]
    [InlineData("bob", "ada", "user bob,")]
    [InlineData("bob", "", "user bob,")]
    public void Variable_Declared_IsTakenWhereTheFullNameIsNotSet(string full, string declared, string expected)
    {
        var run = _build.Run("Train", ("NUKE_REGISTRY_USER", full), ("DOCKER_USER", declared));

        run.ExitCode.ShouldBe(0, run.Text);
        run.Output.ShouldContain(expected);
    }

    [Fact]
    public void Secret_InAVariableThatIsNotTaken_IsKeptAllTheSame()
    {
        var run = _build.Run("Leak", ("RegistryToken", "s3cr3t-value"), ("NUKE_REASON", "because of s3cr3t-value"));

        run.Text.ShouldNotContain("s3cr3t-value");
    }

    public void Dispose() => _build.Dispose();
}
