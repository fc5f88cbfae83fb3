namespace Pipeline.Targets.Distribution;

/// <summary>A team delivers a model from its own repository, with packages of the toolkit and nothing else of it.</summary>
[Collection(PackedFeedGroup.Name)]
[Trait("Needs", "Linux")]
public sealed class TeamTests : IClassFixture<TeamStory>
{
    private readonly TeamStory _story;

    public TeamTests(TeamStory story)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("The process engine runs servers on Linux.");
        _story = story;
    }

    [Fact]
    public void Build_FeedWithoutTheToolkit_IsOneSentence()
    {
        _story.WithoutToolkit.ExitCode.ShouldBe(1);
        _story.WithoutToolkit.Error.ShouldEndWith(
            "Compiling the build ...\nThe feeds that NuGet knows here lack Pipeline.Targets in the version that this repository "
            + "names; add a feed: dotnet nuget add source <feed>.\n");
    }

    [Fact]
    public void Build_WithATargetOfTheTeam_RunsIt()
    {
        _story.OwnTarget.ExitCode.ShouldBe(0, _story.OwnTarget.Text);
        _story.OwnTarget.Output.ShouldContain("4000 customers");
    }

    [Fact]
    public void Build_Compiled_HasLibrariesOfThisSystemAlone() =>
        _story.ParquetLibraries.ShouldHaveSingleItem().ShouldContain("/runtimes/linux-x64/");

    [Fact]
    public void Release_FeedWithoutTheServer_IsOneSentence()
    {
        _story.WithoutServer.ExitCode.ShouldNotBe(0);
        _story.WithoutServer.Text.ShouldContain(
            $"The package Pipeline.Serving.linux-x64 {_story.Feed.Version} is not in the feeds that NuGet knows here; "
            + "add it to a feed, or the feed to nuget.config: 'dotnet nuget add source <feed>'.");
        _story.WithoutServer.Text.ShouldNotContain("   at Pipeline.");
    }

    [Fact]
    public void Release_FromPackages_AnswersWithTheTeamsOwnParts()
    {
        _story.Released.Run.ExitCode.ShouldBe(0, _story.Released.Run.Text);
        _story.Released.Run.Output.ShouldContain("approval_rate");
        _story.Released.Run.Output.ShouldContain("Trainer: debt-line");
        _story.Released.Answer.ShouldBe(1);
    }

    [Fact]
    public void Release_AfterAChange_AnswersWithTheNextVersion()
    {
        _story.Changed.Run.ExitCode.ShouldBe(0, _story.Changed.Run.Text);
        _story.Changed.Answer.ShouldBe(2);
    }

    [Fact]
    public void Rollback_FromPackages_AnswersWithTheVersionBefore()
    {
        _story.RolledBack.Run.ExitCode.ShouldBe(0, _story.RolledBack.Run.Text);
        _story.RolledBack.Answer.ShouldBe(1);
    }

    [Fact]
    public void Status_AfterAnUpgrade_ShowsWhatRunsUntouched()
    {
        _story.StatusAfterUpgrade.Run.ExitCode.ShouldBe(0, _story.StatusAfterUpgrade.Run.Text);
        _story.StatusAfterUpgrade.Answer.ShouldBe(1);
    }

    [Fact]
    public void PlanRelease_AfterAnUpgrade_SaysThatTheToolkitIsAnother()
    {
        _story.PlanAfterUpgrade.ExitCode.ShouldBe(0, _story.PlanAfterUpgrade.Text);
        _story.PlanAfterUpgrade.Output.ShouldContain("the toolkit changed from");
        _story.PlanAfterUpgrade.Output.ShouldContain(_story.Feed.Next);
    }

    [Fact]
    public void Release_AfterAnUpgrade_GoesOnWithTheRegistry()
    {
        _story.ReleasedAfterUpgrade.Run.ExitCode.ShouldBe(0, _story.ReleasedAfterUpgrade.Run.Text);
        _story.ReleasedAfterUpgrade.Answer.ShouldBe(3);
        _story.AuditAfterUpgrade.ExitCode.ShouldBe(0, _story.AuditAfterUpgrade.Text);
    }

    [Fact]
    public void Rollback_AfterAnUpgrade_AnswersWithTheModelOfTheToolkitBefore()
    {
        _story.RolledBackAfterUpgrade.Run.ExitCode.ShouldBe(0, _story.RolledBackAfterUpgrade.Run.Text);
        _story.RolledBackAfterUpgrade.Answer.ShouldBe(1);
    }

    [Fact]
    public void Repository_OfATeam_KnowsNoCloneOfTheToolkit() => _story.Foreign.ShouldBeEmpty();

    [Fact]
    public void Down_AtTheEnd_LeavesNoProcess()
    {
        _story.ProcessesBeforeDown.ShouldNotBeEmpty();
        _story.Down.ExitCode.ShouldBe(0, _story.Down.Text);
        _story.ProcessesAfterDown.ShouldBeEmpty();
    }
}
