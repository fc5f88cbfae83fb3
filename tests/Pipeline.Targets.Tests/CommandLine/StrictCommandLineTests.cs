namespace Pipeline.Targets.CommandLine;

/// <summary>What the engine alone would run on with, PipelineBuild refuses before anything has run.</summary>
public sealed class StrictCommandLineTests : IDisposable
{
    private readonly StrictRun _build = new();

    [Theory]
    [InlineData("Trian", "There is no target 'Trian'. Did you mean 'Train'? Targets: Bug, Busy, FailInput,")]
    [InlineData("Train+Rolback", "There is no target 'Rolback'. Did you mean 'Rollback'?")]
    [InlineData("Train --tree 5", "There is no parameter '--tree'. Did you mean '--trees'?")]
    [InlineData("Train --trees=5", "'--trees=5' is not understood. Write '--trees 5'.")]
    [InlineData("Train --trees many", "'--trees' has the value 'many'; a whole number is accepted.")]
    [InlineData("Train --trees", "'--trees' has no value; a whole number is accepted.")]
    [InlineData("Train --trees -5", "'-5' is read as a parameter, because it begins with a dash.")]
    [InlineData("Train --trees 5 6", "'--trees' takes one value, found 2: '5', '6'.")]
    [InlineData("Train --detail ful", "'--detail' has the value 'ful'; one of Brief, Full is accepted. Did you mean 'Full'?")]
    [InlineData("Train --region nort", "'--region' has the value 'nort'; one of north, south is accepted. Did you mean 'north'?")]
    [InlineData("Train --force maybe", "'--force' has the value 'maybe'; true or false is accepted.")]
    [InlineData("Train --verbosity loud", "'--verbosity' has the value 'loud'; one of Verbose, Normal, Minimal, Quiet is acc")]
    [InlineData("Train --skip Trian", "There is no target 'Trian'. Did you mean 'Train'?")]
    [InlineData("Train --profile nowhere", "There is no profile 'nowhere'")]
    [InlineData("Train --", "There is no parameter '--'.")]
    public void Arguments_NotUnderstood_EndWithOneSentence(string arguments, string sentence)
    {
        var run = _build.Run(arguments);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldStartWith(sentence);
        run.Error.TrimEnd().Split('\n').Length.ShouldBe(1);
        run.Output.ShouldBeEmpty();
        _build.HasRun.ShouldBeFalse();
    }

    [Theory]
    [InlineData("--no-logo Rollback", "'--no-logo' is followed by 'Rollback', so that 'Rollback' is its value and no target.")]
    [InlineData("--force Rollback", "Targets come first: './build.sh Rollback --force'.")]
    [InlineData("--trees 5 Rollback", "Targets come first: './build.sh Rollback --trees 5'.")]
    [InlineData("--reason Rollback", "'--reason' is followed by 'Rollback'")]
    [InlineData("--ignore a Rollback", "Targets come first: './build.sh Rollback --ignore a'.")]
    public void Switch_ThatSwallowsATarget_IsRefused(string arguments, string sentence)
    {
        var run = _build.Run(arguments);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(sentence);
        _build.HasRun.ShouldBeFalse();
    }

    [Fact]
    public void Problems_Several_AreToldAtOnce()
    {
        var run = _build.Run("Trian --tree 5 --detail ful");

        run.ExitCode.ShouldBe(2);
        run.Error.TrimEnd().Split('\n').Length.ShouldBe(3);
    }

    [Theory]
    [InlineData("Train --trees 5 --detail full --ignore a b --force", "trees 5, detail Full, ignore a|b, force True")]
    [InlineData("Train --region south", "region south")]
    [InlineData("train --TREES 7", "trees 7,")]
    [InlineData("--target Train --reason Rollback", "trees 100,")]
    [InlineData("Train --reason Rollback", "trees 100,")]
    [InlineData("Train --skip", "trees 100,")]
    public void Arguments_Understood_ReachTheBuild(string arguments, string expected)
    {
        var run = _build.Run(arguments);

        run.ExitCode.ShouldBe(0, run.Text);
        run.Output.ShouldContain(expected);
    }

    [Fact]
    public void RequiredParameter_MissingWithClosedInput_IsNamedWithItsTarget()
    {
        var run = _build.Run("Rollback");

        run.ExitCode.ShouldBe(2);
        run.Text.ShouldContain(
            "The parameter '--revision' (Revision to return to) is required by target 'Rollback' and has no value; " +
            "a whole number is accepted. " +
            "Pass '--revision <value>', set NUKE_REVISION, or write 'Revision' into .nuke/parameters.json.");
        run.Text.ShouldNotContain("   at ");
        run.Text.ShouldNotContain("back to");
    }

    [Fact]
    public void RequiredParameter_InEnvironment_IsTaken()
    {
        var run = _build.Run("Rollback", ("NUKE_REVISION", "12"));

        run.ExitCode.ShouldBe(0, run.Text);
        run.Output.ShouldContain("back to 12 because");
    }

    [Fact]
    public void Variable_ThatDoesNotFit_IsRefusedByItsName()
    {
        var run = _build.Run("Rollback", ("NUKE_REVISION", "latest"));

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldStartWith("The environment variable NUKE_REVISION has the value 'latest'; a whole number is accepted.");
    }

    [Fact]
    public void Variable_Empty_MeansNotGiven()
    {
        _build.Write(".nuke/parameters.json", """{ "Trees": 33 }""");

        var run = _build.Run("Train", ("NUKE_TREES", ""), ("Trees", ""));

        run.Output.ShouldContain("trees 33,");
    }

    [Theory]
    [InlineData("{ \"Trees\": 5", ".nuke/parameters.json:1:13: ")]
    [InlineData("[]", ".nuke/parameters.json:1:1: The file holds no JSON object.")]
    [InlineData("{\n  \"Tree\": 5\n}", ".nuke/parameters.json:2:3: There is no parameter 'Tree'. Did you mean 'Trees'?")]
    [InlineData("{\n  \"Trees\": \"many\"\n}", ".nuke/parameters.json:2:3: 'Trees' has the value 'many'; a whole number is")]
    [InlineData("{\n  \"Detail\": \"Huge\"\n}", ".nuke/parameters.json:2:3: 'Detail' has the value 'Huge'; one of Brief, Full")]
    public void ParametersFile_Wrong_IsToldWithLineAndColumn(string text, string sentence)
    {
        _build.Write(".nuke/parameters.json", text);

        var run = _build.Run("Train");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldStartWith(sentence);
        run.Error.ShouldNotContain("   at ");
        _build.HasRun.ShouldBeFalse();
    }

    [Fact]
    public void Help_OnRequest_TeachesAndExitsWithZero()
    {
        var run = _build.Run("--help");

        run.ExitCode.ShouldBe(0);
        run.Output.ShouldContain("Usage: ./build.sh [targets] [--parameter value]");
        run.Output.ShouldContain("--registry-token");
        run.Output.Replace(_build.Root, "", StringComparison.Ordinal).Split('\n').ShouldAllBe(x => x.Length <= 80);
    }

    public void Dispose() => _build.Dispose();
}
