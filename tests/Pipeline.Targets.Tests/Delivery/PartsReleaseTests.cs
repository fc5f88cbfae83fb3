using System.Globalization;
using Pipeline.Delivery.Reports;
using Pipeline.Targets.Failures;

namespace Pipeline.Targets.Delivery;

/// <summary>The same release by the library alone and with a team's own parts, to the end of all that runs.</summary>
[Trait("Needs", "Linux")]
public sealed class PartsReleaseTests : IClassFixture<PartsStory>
{
    private readonly PartsStory _story;

    public PartsReleaseTests(PartsStory story)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("The process engine runs servers on Linux.");
        _story = story;
    }

    [Fact]
    public void Release_ByTheLibraryAlone_AnswersInProduction()
    {
        var face = _story.Face;

        _story.ReleasedByTheLibrary.Version.ShouldBe(int.Parse(face.Outputs["version"], CultureInfo.InvariantCulture));
        face.Outputs["model"].ShouldEndWith(_story.ReleasedByTheLibrary.Digest.Split(':')[^1]);
        face.Outputs["production-address"].ShouldStartWith("http://127.0.0.1:");
        face.Tables.ShouldHaveSingleItem().Rows.ShouldAllBe(row => row[0].Tone == TableTone.Good);
        face.Lines.ShouldContain(line => line.StartsWith("  curl", StringComparison.Ordinal));
    }

    [Fact]
    public void Release_WithTheTeamsOwnParts_AnswersFromTheImage()
    {
        var scene = _story.ReleasedWithOwnParts;

        scene.Run.ExitCode.ShouldBe(0, scene.Run.Text);
        scene.Run.Output.ShouldContain("Compiling the extensions LoanParts (once per state of their sources)");
        scene.Run.Output.ShouldContain("approval_rate");
        scene.Run.Output.ShouldContain("debt-as-fraction");
        scene.Production.Version.ShouldBe(_story.ReleasedByTheLibrary.Version + 1, scene.Production.Digest);
        _story.PlanOfOwnParts.Output.ShouldContain("Nothing has to run.");
    }

    [Fact]
    public void Down_OfEverything_LeavesNoProcess()
    {
        var before = _story.ProcessesBeforeDown;

        var after = _story.ProcessesAfterDown;

        before.Count.ShouldBeGreaterThanOrEqualTo(4);
        _story.Down.ExitCode.ShouldBe(0, _story.Down.Text);
        after.ShouldBeEmpty();
    }

    [Fact]
    public void Status_AfterDown_SaysThatNothingRuns()
    {
        var status = _story.StatusAfterDown;

        status.ExitCode.ShouldBe(0, status.Text);
        status.Output.ShouldContain("staging of loan-default: nothing is deployed");
        status.Output.ShouldContain("production of loan-default: nothing is deployed");
    }

    [Fact]
    public void Down_Again_SaysThatNothingRan()
    {
        var again = _story.DownAgain;

        again.ExitCode.ShouldBe(0, again.Text);
        again.Output.ShouldContain("staging of loan-default: nothing ran");
        again.Output.ShouldContain("production of loan-default: nothing ran");
    }

    [Fact]
    public void Rollback_AfterDown_IsRefusedAndStartsNothing()
    {
        var run = _story.RollbackAfterDown;

        run.ExitCode.ShouldBe(ExitCodes.NotPossible, run.Text);
        run.Output.ShouldContain("production of loan-default: nothing is deployed there");
        _story.ProcessesAtTheEnd.ShouldBeEmpty();
    }
}
