using Pipeline.Targets.Failures;

namespace Pipeline.Targets.Delivery;

/// <summary>From data to two environments on this machine, and back.</summary>
[Trait("Needs", "Linux")]
public sealed class ReleaseTests : IClassFixture<ReleaseStory>
{
    private readonly ReleaseStory _story;

    public ReleaseTests(ReleaseStory story)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("The process engine runs servers on Linux.");
        _story = story;
    }

    [Fact]
    public void Release_First_AnswersInBothEnvironments()
    {
        var scene = _story.Released;

        scene.Run.ExitCode.ShouldBe(0, scene.Run.Text);
        scene.Run.Output.ShouldContain("loan-default version 1 is out");
        scene.Run.Output.ShouldContain("way back    ./build.sh Down: nothing answered there before");
        scene.Staging.Version.ShouldBe(1, scene.Staging.Digest);
        scene.Production.ShouldBe(scene.Staging);
    }

    [Fact]
    public void Release_First_SaysWhatTakesLong()
    {
        var output = _story.Released.Run.Output;

        output.ShouldMatch(@"Fetching Pipeline\.Serving\.linux-\S+ \S+ \(once per version\) \.\.\.");
        output.ShouldMatch(@"Fetching Pipeline\.Gateway\.linux-\S+ \S+ \(once per version\) \.\.\.");
    }

    [Fact]
    public void Release_Ends_WithACommandThatAsksTheModel()
    {
        var asked = _story.Asked;

        asked.ExitCode.ShouldBe(0, asked.Text);
        asked.Output.ShouldContain("\"probability\":");
    }

    [Fact]
    public void Release_Gates_AreATable()
    {
        var row = _story.Refused.Run.Output.Split('\n').First(x => x.Contains("roc_auc", StringComparison.Ordinal));

        row.Trim().ShouldStartWith("failed");
        _story.Refused.Run.Text.ShouldNotContain("thrown an exception");
    }

    [Fact]
    public void Evaluate_WhereTheRegistryDoesNotKnowWhatIsServed_ComparesWithItAllTheSame()
    {
        var run = _story.EvaluatedElsewhere;

        run.Output.ShouldContain("production serves model");
        run.Output.ShouldContain("(there version 2), which this registry does not know.");
        run.Output.ShouldNotContain("there is no champion yet");
        _story.ChampionElsewhere.ShouldBe(_story.Changed.Production.Digest);
    }

    [Fact]
    public void Release_OfWhatWasRolledBack_IsRefusedThereAndPlannedNowhere()
    {
        var scene = _story.ReleasedAgain;

        scene.Run.ExitCode.ShouldBe(ExitCodes.NotPossible, scene.Run.Text);
        scene.Run.Output.ShouldContain("It is not rolled out there again by itself: change the model, or say '--again'.");
        scene.Production.ShouldBe(_story.Released.Production);
        var plan = _story.PlanOfTheRolledBack.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var words = string.Join(' ', plan);
        words.ShouldContain("deploy to production does not run: revision 2 (version 2) was rolled back at");
    }

    [Fact]
    public void Promote_WithoutAReason_IsRefused()
    {
        var run = _story.PromotedWithoutReason;

        run.ExitCode.ShouldBe(ExitCodes.InvalidInput, run.Text);
        run.Text.ShouldContain("'--reason'");
    }

    [Fact]
    public void Promote_OfAPausedRollout_AnswersEverything()
    {
        var scene = _story.Promoted;

        scene.Run.ExitCode.ShouldBe(0, scene.Run.Text);
        scene.Production.ShouldBe(_story.Changed.Production);
        scene.Run.Output.ShouldContain("way back");
    }

    [Fact]
    public void Rollback_WithABrokenManifestAndNoDisk_MovesTrafficAndSaysWhatWasNotRecorded()
    {
        if (_story.RolledBackOnAFullDisk is not { } scene)
        {
            Assert.Skip("This user may not mount a file system.");
            return;
        }

        scene.Run.ExitCode.ShouldBe(0, scene.Run.Text);
        scene.Production.ShouldBe(_story.Released.Production);
        scene.Run.Output.ShouldContain("Traffic moved, and the registry's champion of 'loan-default' was not:");
    }

    [Fact]
    public void Rollback_WhileTheRegistryIsHeld_MovesTrafficAndSaysWhatWasNotRecorded()
    {
        var scene = _story.RolledBackWhileTheRegistryIsHeld;

        scene.Run.ExitCode.ShouldBe(0, scene.Run.Text);
        scene.Production.ShouldBe(_story.Released.Production);
        scene.Run.Output.ShouldContain("Traffic moved, and the registry's champion of 'loan-default' was not:");
        scene.Run.Output.ShouldContain("has kept it locked for 10 s.");
    }

    [Fact]
    public void Release_AfterAChange_AnswersWithTheSecondVersion()
    {
        var scene = _story.Changed;

        scene.Run.ExitCode.ShouldBe(0, scene.Run.Text);
        scene.Run.Output.ShouldContain("way back    ./build.sh Rollback --environment production (to revision 1");
        scene.Staging.Version.ShouldBe(2, scene.Staging.Digest);
        scene.Production.ShouldBe(scene.Staging);
        scene.Production.Digest.ShouldNotBe(_story.Released.Production.Digest);
    }

    [Fact]
    public void Release_ThatItsGateRefuses_RegistersNothingAndLeavesProductionAlone()
    {
        var scene = _story.Refused;

        scene.Run.ExitCode.ShouldBe(ExitCodes.Verdict, scene.Run.Text);
        scene.Run.Output.ShouldContain("The evaluation of loan-default failed 1 of");
        (scene.Staging, scene.Production).ShouldBe((_story.Changed.Staging, _story.Changed.Production));
        _story.RegistryAfterRefusal.Output.ShouldContain("loan-default has 2 versions");
    }

    [Fact]
    public void Release_ThatWaitsForAPerson_IsRedAndSaysWhatToDo()
    {
        var scene = _story.Held;

        scene.Run.ExitCode.ShouldBe(ExitCodes.Verdict, scene.Run.Text);
        scene.Run.Output.ShouldContain("The rollout of loan-default to production waits for a person.");
        scene.Run.Output.ShouldContain("./build.sh Promote --environment production --reason");
        scene.Run.Output.ShouldContain("Deploy waits for a person");
        scene.Run.Text.ShouldNotContain("thrown an exception");
        scene.Staging.Version.ShouldBe(3);
    }

    [Fact]
    public void Rollback_OfAHeldRollout_KeepsWhatIsStable()
    {
        var scene = _story.RolledBackThoughBroken;

        scene.Run.ExitCode.ShouldBe(0, scene.Run.Text);
        scene.Production.ShouldBe(_story.Changed.Production);
        scene.Run.Output.ShouldContain("Traffic moved, and the registry's champion of 'loan-default' was not: environments.yml:");
        scene.Run.Output.ShouldContain("Another Rollback would go on to revision 1 (version 1).");
    }

    [Fact]
    public void Plan_NothingChanged_SaysThatNothingRuns()
    {
        var plan = _story.Plans[0];

        plan.Output.ShouldContain("Nothing has to run.", customMessage: plan.Text);
        plan.Output.ShouldContain("deploy to production  is up to date");
    }

    [Fact]
    public void Plan_OnceTheChangeIsTheChampion_SaysThatNothingRuns() =>
        _story.PlanAfterTheChange.Output.ShouldContain("Nothing has to run.", customMessage: _story.PlanAfterTheChange.Text);

    [Fact]
    public void Plan_AfterAChange_SaysWhatRunsWhyAndHowLongItTook()
    {
        var plan = _story.Plans[1];

        var words = string.Join(' ', plan.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

        words.ShouldContain("validate-data is up to date", customMessage: plan.Text);
        words.ShouldContain("train runs, because input 'manifest.training' changed (last time ");
        words.ShouldContain("deploy to production runs if train makes something else than before (last time ");
        words.ShouldContain("when they last ran.");
    }

    [Fact]
    public void Console_WithoutATerminal_HasNoColours() =>
        new[] { _story.Released.Run, _story.Refused.Run, _story.Registry }
            .ShouldAllBe(x => !x.Text.Contains('\u001b'));

    [Fact]
    public void Console_OfStatusAndRegistry_FitsEightyColumns() =>
        new[] { _story.Registry, _story.Status, _story.Plans[1] }
            .SelectMany(x => x.Output.Split('\n')).ShouldAllBe(x => x.Length <= 80);

    [Fact]
    public void Rollback_FromAnotherClone_MovesTheChampionWhereItIsKnown()
    {
        var registry = _story.RegistryAfterRollback;

        _story.RolledBack.Run.Output.ShouldContain("production serves model");
        registry.Output.ShouldContain("2 -> 1 by", customMessage: registry.Text);
    }

    [Fact]
    public void Rollback_OfProduction_LeavesStagingAlone()
    {
        var scene = _story.RolledBack;

        scene.Run.ExitCode.ShouldBe(0, scene.Run.Text);
        scene.Production.ShouldBe(_story.Released.Production);
        scene.Staging.ShouldBe(_story.Held.Staging);
    }

    [Fact]
    public void Rollback_WithNothingBefore_SaysSoAndChangesNothing()
    {
        var scene = _story.RolledBackAgain;

        scene.Run.ExitCode.ShouldBe(ExitCodes.NotPossible, scene.Run.Text);
        scene.Run.Output.ShouldContain("There is nothing to roll back to in production of loan-default");
        scene.Run.Text.ShouldNotContain("   at ");
        scene.Production.ShouldBe(_story.Released.Production);
    }

    [Fact]
    public void Registry_AfterARollback_TellsHowTheChampionMoved()
    {
        var lines = _story.Registry.Output.Split('\n').Select(x => x.Trim()).ToArray();

        var moves = lines.Where(x => x.Contains(" -> ")).Select(x => x[x.IndexOf("Z  ", StringComparison.Ordinal)..]);

        moves.Select(x => x[3..].Split(" by")[0]).ShouldBe(["none -> 1", "1 -> 2", "2 -> 1"], _story.Registry.Text);
        lines.ShouldContain(x => x.StartsWith("version 1  champion, model ", StringComparison.Ordinal));
    }
}
