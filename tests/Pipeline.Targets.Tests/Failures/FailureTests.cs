namespace Pipeline.Targets.Failures;

/// <summary>What a failing target shows, and what the build returns.</summary>
public sealed class FailureTests : IDisposable
{
    private readonly StrictRun _build = new();

    [Fact]
    public void Verdict_Failed_PrintsBothNumbersAndReturnsOne()
    {
        var run = _build.Run("FailVerdict");

        run.ExitCode.ShouldBe(1);
        run.Output.ShouldContain("The evaluation of income failed 1 of 1 checks.");
        run.Output.ShouldContain("roc_auc/at-least:");
        run.Output.ShouldContain("0.88");
        run.Output.ShouldContain("0.9");
        run.Output.ShouldNotContain("   at ");
    }

    [Fact]
    public void Input_Wrong_PrintsEveryProblemAndReturnsTwo()
    {
        var run = _build.Run("FailInput");

        run.ExitCode.ShouldBe(2);
        run.Output.ShouldContain("model.yml:12:5: 'treees' is not known. Did you mean 'trees'?");
        run.Output.ShouldContain("model.yml:20: 100% of nothing.");
        run.Output.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("FailVerdict", 1, "FailVerdict did not pass")]
    [InlineData("FailInput", 2, "FailInput was given wrong input")]
    [InlineData("Busy", 3, "Busy is not possible now")]
    [InlineData("NotPossible", 4, "NotPossible is not possible now")]
    [InlineData("FailWorld", 255, "FailWorld failed")]
    public void Target_ThatEndsWithASentence_IsNoException(string target, int exitCode, string headline)
    {
        var run = _build.Run(target);

        run.ExitCode.ShouldBe(exitCode, run.Text);
        run.Output.ShouldContain(headline);
        run.Output.ShouldNotContain("thrown an exception");
    }

    [Theory]
    [InlineData("pipeline: 1\nname: loans\n  task: oops\n", "model.yml:3:")]
    [InlineData("pipeline: 1\nnaem: loans\ntask: binary-classification\n", "model.yml:2:1: ")]
    [InlineData("pipeline: 1\nname: loans\nname: again\n", "model.yml:3:1: ")]
    public void Model_Malformed_IsToldWithLineAndColumn(string text, string place)
    {
        _build.Write("model.yml", text);
        _build.Write("environments.yml", "project: acme\n");

        var run = _build.Run("ReadManifests");

        run.ExitCode.ShouldBe(2, run.Text);
        run.Output.ShouldContain(place);
        run.Output.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("project: [acme\n", "environments.yml:2:1: ")]
    [InlineData("project: !!str acme\n", "environments.yml:1:10: ")]
    [InlineData("proiect: acme\n", "environments.yml:1:1: ")]
    public void Environments_Malformed_AreToldWithLineAndColumn(string text, string place)
    {
        _build.Write("model.yml", "pipeline: 1\nname: loans\ntask: binary-classification\nowner: team@example.com\n" +
            "description: Whether a loan is repaid.\n");
        _build.Write("environments.yml", text);

        var run = _build.Run("ReadManifests");

        run.ExitCode.ShouldBe(2, run.Text);
        run.Output.ShouldContain(place);
        run.Output.ShouldNotContain("   at ");
    }

    [Fact]
    public void World_Failed_PrintsItsSentence()
    {
        var run = _build.Run("FailWorld");

        run.ExitCode.ShouldBe(255);
        run.Output.ShouldContain("The disk '/data' is full.");
        run.Output.ShouldContain("// IO: The disk '/data' is full.");
        run.Output.ShouldNotContain("   at ");
    }

    [Fact]
    public void World_FailedInVerboseBuild_PrintsTheTraceToo()
    {
        var run = _build.Run("FailWorld --verbosity verbose");

        run.Output.ShouldContain("   at ");
    }

    [Fact]
    public void MistakeOfOurs_Always_PrintsTheTrace()
    {
        var run = _build.Run("Bug");

        run.ExitCode.ShouldBe(255);
        run.Output.ShouldContain("   at ");
    }

    [Fact]
    public void Target_Interrupted_EndsWithoutTrace()
    {
        using var process = _build.Start("Wait");
        while (process.StandardOutput.ReadLine() is { } line && line != "waiting")
            continue;

        System.Diagnostics.Process.Start("kill", ["-TERM", $"{process.Id}"]).WaitForExit();

        var rest = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(130);
        rest.ShouldNotContain("   at ");
    }

    public void Dispose() => _build.Dispose();
}
