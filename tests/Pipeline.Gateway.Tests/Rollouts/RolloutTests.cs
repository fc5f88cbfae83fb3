using Pipeline.Core.Checks;
using Pipeline.Deployment.Rollback;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Strategies;
using Pipeline.Environments;
using Pipeline.Testing;

namespace Pipeline.Rollouts;

public sealed class RolloutTests
{
    private static readonly StrategySpec Waiting = new StrategySpec.Canary
    {
        Steps = [new StepSpec.SetWeight(10), new StepSpec.Pause(new PauseSpec()), new StepSpec.SetWeight(50)],
    };

    private static readonly StrategySpec Once = new StrategySpec.Canary
    {
        Steps = [new StepSpec.SetWeight(10), new StepSpec.Analyze { For = TimeSpan.FromMilliseconds(1) }],
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Deploy_Canary_LeavesAnEventForEachStep()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        var before = bench.Document.Journal.Count;

        await new Runner(bench, 1).DeployAsync("second");

        var events = (await bench.Keeper.StatusAsync(100, Token)).Events.Skip((int)before);
        events.Select(x => x.Action).ShouldBe(
        [
            "revision-registered", "revision-started", "revision-ready", "probes-passed", "weight-set", "analysis-passed",
            "weight-set", "analysis-passed", "revision-promoted",
        ]);
    }

    [Fact]
    public async Task Deploy_ProbesFail_IsAbortedBeforeAnyTraffic()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        var wrong = new AlwaysWell { Probes = Verdict.Failed("Probe 1 of 2 failed: probability is 0.5 instead of 0.25.") };

        var result = await new Runner(bench, 1) { World = wrong }.DeployAsync("second");

        result.ShouldBeOfType<RolloutResult.Aborted>().Reason.ShouldBe(wrong.Probes.Reason);
        bench.Document.Stable.ShouldBe(1);
        (await bench.Keeper.StatusAsync(100, Token)).Events.ShouldNotContain(x => x.Action == EnvironmentActions.Shifted);
    }

    [Fact]
    public async Task Deploy_TooFewRequests_IsPausedAndNeverPromoted()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        var quiet = new Runner(bench, 1) { Traffic = new BenchTraffic(bench) { RequestsBetweenLooks = 0 } };

        var result = await quiet.DeployAsync("second");

        var paused = result.ShouldBeOfType<RolloutResult.Paused>();
        (paused.Weight, paused.Requests, paused.RequestsWanted).ShouldBe((10, 0, 100));
        paused.Reason.ShouldBe(
            "error_rate has 0 samples; at least 100 are required. 100 more requests are needed. "
            + "Revision 2 answers 10% of the traffic; since it does, "
            + "it was asked 0 times with 0 errors; its analysis wants at least 100.");
        (bench.Document.Stable, bench.Document.Weight, bench.Document.Lease).ShouldBe((1, 10, null));
    }

    [Fact]
    public async Task Paused_TrafficSinceTheWeight_PromotesAtTheNextDeploy()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        var quiet = new BenchTraffic(bench) { RequestsBetweenLooks = 0 };
        await new Runner(bench, 2) { Traffic = quiet }.DeployAsync("second", Once);
        bench.Ask(1000);

        var result = await new Runner(bench, 3) { Traffic = quiet }.DeployAsync("second", Once);

        result.ShouldBeOfType<RolloutResult.Promoted>().Revision.Number.ShouldBe(2);
    }

    [Fact]
    public async Task Paused_TrafficBeforeTheWeight_DoesNotCount()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        bench.Ask(100_000);
        var quiet = new BenchTraffic(bench) { RequestsBetweenLooks = 0 };

        var result = await new Runner(bench, 2) { Traffic = quiet }.DeployAsync("second", Once);

        result.ShouldBeOfType<RolloutResult.Paused>().Requests.ShouldBe(0);
    }

    [Fact]
    public async Task Promote_Paused_AnswersEverythingAndTheJournalSaysWhoAndWhy()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        await new Runner(bench, 2).DeployAsync("second", Waiting);
        bench.Ask(1000, errorsOfCandidate: 3);

        var result = await PromoteAsync(bench);

        (result.Revision.Number, result.From, result.Weight, result.Traffic.Errors).ShouldBe((2, 1, 10, 3));
        (bench.Document.Stable, bench.Document.Candidate, bench.Document.Lease).ShouldBe((2, null, null));
        var last = (await bench.Keeper.StatusAsync(1, Token)).Events.ShouldHaveSingleItem();
        (last.Action, last.Actor).ShouldBe((EnvironmentActions.Promoted, Bench.Ada));
        last.Reason.ShouldEndWith("promoted at 10% after 3000 requests with 3 errors: Looked at by hand.");
    }

    [Fact]
    public async Task Promote_NothingPaused_IsRefusedWithASentence()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");

        var refusal = await Should.ThrowAsync<NothingToPromoteException>(() => PromoteAsync(bench));

        refusal.Message.ShouldBe("There is nothing to promote in production of loan-default: no rollout is paused, "
            + "and revision 1 answers everything.");
    }

    [Fact]
    public async Task Paused_RunnerGone_StaysPaused()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        await new Runner(bench, 1).DeployAsync("second", Waiting);

        await bench.LookAsync();

        (bench.Document.Candidate, bench.Document.Rollout!.Phase).ShouldBe((2, RolloutPhase.Paused));
    }

    [Fact]
    public async Task Paused_SameImageAgain_GoesOnAfterThePause()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        await new Runner(bench, 1).DeployAsync("second", Waiting);

        var result = await new Runner(bench, 3).DeployAsync("second", Waiting);

        result.ShouldBeOfType<RolloutResult.Promoted>().Revision.Number.ShouldBe(2);
    }

    [Fact]
    public async Task Paused_AnotherImage_MakesWay()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        await new Runner(bench, 1).DeployAsync("second", Waiting);

        var result = await new Runner(bench, 3).DeployAsync("third");

        result.ShouldBeOfType<RolloutResult.Promoted>().Revision.Number.ShouldBe(3);
        bench.Document.Find(2)!.State.ShouldBe(RevisionState.Stopped);
    }

    [Fact]
    public async Task Paused_Rollback_TakesTheCandidateBack()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        await new Runner(bench, 1).DeployAsync("second", Waiting);

        var result = await RollbackAsync(bench);

        (result.Revision.Number, result.From, bench.Document.Candidate).ShouldBe((1, 2, null));
    }

    [Fact]
    public async Task Rollback_Twice_NeverReturnsToTheBadRevision()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        await new Runner(bench, 1).DeployAsync("second");
        await RollbackAsync(bench);

        await Should.ThrowAsync<NothingToRollBackToException>(() => RollbackAsync(bench));

        bench.Document.Stable.ShouldBe(1);
    }

    [Fact]
    public async Task Rollback_Cold_StartsTheRevisionUnderTheSameProtection()
    {
        using var bench = await Bench.OpenAsync();
        foreach (var image in new[] { "first", "second", "third" })
            await new Runner(bench, 1).DeployAsync(image, new StrategySpec.Recreate());
        await bench.LookAsync();
        await bench.LookAsync();

        var result = await RollbackAsync(bench, revision: 1);

        (result.WasStandby, bench.Document.Stable, bench.Document.Standby).ShouldBe((false, 1, 3));
    }

    [Fact]
    public async Task Deploy_Cancelled_IsAborted()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        using var cancel = new CancellationTokenSource();
        var traffic = new BenchTraffic(bench) { OnChange = x => CancelAt(x, cancel) };

        await Should.ThrowAsync<OperationCanceledException>(
            () => new Runner(bench, 1) { Traffic = traffic, Cancellation = cancel.Token }.DeployAsync("second"));

        (bench.Document.Stable, bench.Document.Candidate, bench.Document.Lease).ShouldBe((1, null, null));
        (await bench.Keeper.StatusAsync(1, Token)).Events[0].Reason.ShouldBe("The rollout of revision 2 was interrupted.");
    }

    [Fact]
    public async Task Deploy_TrafficDoesNotFollow_IsAbortedAndTheOldRevisionKeepsRunning()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        var traffic = new BenchTraffic(bench) { OnChange = x => bench.Traffic.IsIdle |= x is EnvironmentChange.Note };

        var result = await new Runner(bench, 1) { Traffic = traffic }.DeployAsync("second");

        result.ShouldBeOfType<RolloutResult.Aborted>().Reason.ShouldStartWith(
            "The traffic of production of loan-default does not move as it was asked to: "
            + "the candidate has 0% of the requests, and 10% are asked for.");
        (bench.Document.Stable, bench.Document.Find(1)!.State).ShouldBe((1, RevisionState.Running));
    }

    [Fact]
    public async Task Deploy_TrafficCannotBeSet_SaysWhy()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        var traffic = new BenchTraffic(bench)
        {
            BeforeChange = x => bench.Traffic.Trouble = x is EnvironmentChange.Shift ? "The mesh does not answer." : null,
        };

        var result = await new Runner(bench, 1) { Traffic = traffic }.DeployAsync("second");

        result.ShouldBeOfType<RolloutResult.Aborted>().Reason.ShouldContain("The mesh does not answer");
    }

    [Fact]
    public async Task Rollback_TrafficDoesNotFollow_IsNoRollback()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        await new Runner(bench, 1).DeployAsync("second");
        bench.Traffic.Trouble = "The mesh does not answer.";

        var exception = await Should.ThrowAsync<TrafficNotInEffectException>(() => RollbackAsync(bench));

        exception.Message.ShouldContain("does not move as it was asked to: The mesh does not answer. The gateway goes on trying");
        (bench.Document.Find(1)!.State, bench.Document.Find(2)!.State).ShouldBe((RevisionState.Running, RevisionState.Running));
    }

    [Fact]
    public async Task Rollback_ToOneThatIsStopping_WaitsAndStartsItAgain()
    {
        using var bench = await Bench.OpenAsync();
        bench.Servers.AreStubborn = true;
        foreach (var image in new[] { "first", "second", "third" })
            await new Runner(bench, 1).DeployAsync(image, new StrategySpec.Recreate());
        var stateBefore = bench.Document.Find(1)!.State;

        var result = await RollbackAsync(bench, revision: 1);

        stateBefore.ShouldBe(RevisionState.Stopping);
        (result.WasStandby, bench.Document.Stable).ShouldBe((false, 1));
    }

    private static void CancelAt(EnvironmentChange change, CancellationTokenSource cancel)
    {
        if (change is EnvironmentChange.Shift)
            cancel.Cancel();
    }

    private static Task<PromotionResult> PromoteAsync(Bench bench)
    {
        var runner = new Runner(bench, 5) { Traffic = new BenchTraffic(bench) { RequestsBetweenLooks = 0 } };
        var controller = new PromotionController(runner.Ports, Runner.Options, TimeProvider.System);
        var request = new PromotionRequest(Bench.Ada, "Looked at by hand.") { Process = runner.Process };
        return controller.RunAsync(request, Token);
    }

    private static Task<RollbackResult> RollbackAsync(Bench bench, int? revision = null)
    {
        var runner = new Runner(bench, 5);
        var controller = new RollbackController(runner.Ports, Runner.Options, TimeProvider.System);
        var request = new RollbackRequest(Bench.Ada) { Revision = revision, Process = runner.Process };
        return controller.RunAsync(request, Token);
    }
}
