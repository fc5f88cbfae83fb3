using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Deployment.Analysis;
using Pipeline.Deployment.Rollback;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Strategies;
using Pipeline.Environments;
using Pipeline.Testing;

namespace Pipeline.Rollouts;

/// <summary>What persons decide of rollouts.</summary>
public sealed class DecisionTests
{
    private static readonly StrategySpec Approved = new StrategySpec.Canary
    {
        Steps =
        [
            new StepSpec.SetWeight(10), new StepSpec.Approval(new ApprovalSpec { By = "risk" }), new StepSpec.SetWeight(50),
            new StepSpec.Pause(new PauseSpec()),
        ],
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Approval_Step_WaitsAndIsGivenByNoOtherDeploy()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");

        var first = await new Runner(bench, 2).DeployAsync("second", Approved);
        var again = await new Runner(bench, 3).DeployAsync("second", Approved);

        foreach (var result in new[] { first, again })
        {
            var paused = result.ShouldBeOfType<RolloutResult.Paused>();
            paused.Reason.ShouldStartWith("Step 2 of 4 waits for the approval of risk. Revision 2 answers 10% of the traffic");
        }

        var rollout = bench.Document.Rollout!;
        (rollout.Wait, rollout.Step, bench.Document.Weight).ShouldBe((RolloutWait.Approval, 2, 10));
    }

    [Fact]
    public async Task Approve_WaitingForIt_GoesOnAndTheJournalSaysWhoAndWhy()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        await new Runner(bench, 2).DeployAsync("second", Approved);

        var result = await ApproveAsync(bench, Approved, "The figures are as agreed.");

        result.ShouldBeOfType<RolloutResult.Paused>().Weight.ShouldBe(50);
        var approved = (await bench.Keeper.StatusAsync(100, Token)).Events.Single(x => x.Action == EnvironmentActions.Approved);
        (approved.Actor, approved.Reason).ShouldBe((Bench.Ada, "'approval of risk' is given: The figures are as agreed."));
    }

    [Fact]
    public async Task Approve_AfterTheLastStep_Promotes()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        await new Runner(bench, 2).DeployAsync("second", Approved);
        await ApproveAsync(bench, Approved, "Good.");

        var result = await ApproveAsync(bench, Approved, "Good.");

        result.ShouldBeOfType<RolloutResult.Promoted>();
        (bench.Document.Stable, bench.Document.Candidate).ShouldBe((2, null));
    }

    [Fact]
    public async Task Approve_AnAnalysisThatCannotTell_GoesOnBehindIt()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        var quiet = new BenchTraffic(bench) { RequestsBetweenLooks = 0 };
        await new Runner(bench, 2) { Traffic = quiet }.DeployAsync("second");

        var result = await ApproveAsync(bench, Runner.Canary, "It is a quiet night.", quiet);

        result.ShouldBeOfType<RolloutResult.Paused>().Weight.ShouldBe(50);
        (await bench.Keeper.StatusAsync(100, Token)).Events.ShouldContain(
            x => x.Reason == "Goes on although 'analyze 1ms' could not tell: It is a quiet night.");
    }

    [Fact]
    public async Task Approve_OtherStepsThanItWasBegunWith_IsRefused()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        await new Runner(bench, 2).DeployAsync("second", Approved);

        var refusal = await Should.ThrowAsync<PlanChangedException>(() => ApproveAsync(bench, Runner.Canary, "Good."));

        refusal.Message.ShouldContain("(weight 10%, approval of risk, weight 50%, pause)");
        (bench.Document.Candidate, bench.Document.Lease).ShouldBe((2, null));
    }

    [Fact]
    public async Task Deploy_OtherStepsThanItWasBegunWith_BeginsAnewAndIsNotPromotedByThat()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        await new Runner(bench, 2).DeployAsync("second", Approved);
        var shorter = new StrategySpec.Canary { Steps = [new StepSpec.Approval(new ApprovalSpec())] };

        var result = await new Runner(bench, 3).DeployAsync("second", shorter);

        result.ShouldBeOfType<RolloutResult.Paused>().Revision.Number.ShouldBe(3);
        (bench.Document.Stable, bench.Document.Weight).ShouldBe((1, 0));
    }

    [Fact]
    public async Task AskToPause_InTheMiddleOfAnAnalysis_PausesAtTheNextLookAndLooksAgainLater()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        var asked = false;
        var traffic = new BenchTraffic(bench) { OnLook = () => asked = asked || AskToPause(bench) };

        var result = await new Runner(bench, 2) { Traffic = traffic }.DeployAsync("second");

        result.ShouldBeOfType<RolloutResult.Paused>().Reason.ShouldStartWith("ada asked for a pause: odd answers Revision 2");
        var rollout = bench.Document.Rollout!;
        (rollout.Wait, rollout.Step, rollout.PauseAsked, bench.Document.Lease).ShouldBe((RolloutWait.Request, 1, null, null));
        (await ApproveAsync(bench, Runner.Canary, "They were right.")).ShouldBeOfType<RolloutResult.Promoted>();
    }

    [Fact]
    public async Task AskToPause_PausedAlready_IsRefused()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        await new Runner(bench, 2).DeployAsync("second", Approved);

        var reply = await bench.Keeper.ChangeAsync(Ask(), Token);

        reply.Refusal!.Message.ShouldBe("The rollout in production of loan-default is paused already.");
    }

    [Fact]
    public async Task BlueGreen_Approved_MovesAllTrafficAtOnceAndKeepsTheWayBackUntilItIsSure()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        var strategy = new StrategySpec.BlueGreen { Approval = "ops", Analyze = TimeSpan.FromMilliseconds(1) };
        (await new Runner(bench, 2).DeployAsync("second", strategy)).ShouldBeOfType<RolloutResult.Paused>().Weight.ShouldBe(0);
        var broken = new BenchTraffic(bench) { ErrorsBetweenLooks = 500 };

        var result = await ApproveAsync(bench, strategy, "Go.", broken);

        result.ShouldBeOfType<RolloutResult.Aborted>().Reason.ShouldStartWith("error_rate is 0.5");
        (bench.Document.Stable, bench.Document.Candidate, bench.Traffic.InEffect.Weight).ShouldBe((1, null, 0));
        (await bench.Keeper.StatusAsync(100, Token)).Events.ShouldContain(
            x => x.Reason == "Revision 2 answers 100% of the requests.");
    }

    [Fact]
    public async Task Abort_PausedRollout_EndsItWithTheReason()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        await new Runner(bench, 2).DeployAsync("second", Approved);

        var result = await AbortAsync(bench);

        (result.Revision.Number, result.Stable, bench.Document.Candidate).ShouldBe((2, 1, null));
        var last = (await bench.Keeper.StatusAsync(1, Token)).Events.ShouldHaveSingleItem();
        (last.Action, last.Actor, last.Reason).ShouldBe((EnvironmentActions.Aborted, Bench.Ada, "Not today."));
        (await Should.ThrowAsync<NothingToAbortException>(() => AbortAsync(bench))).Message
            .ShouldBe("Nothing is being rolled out in production of loan-default; revision 1 answers everything.");
    }

    [Fact]
    public async Task Abort_RolloutThatAnotherLeads_TakesItFromThem()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        Task<AbortResult>? abort = null;
        var traffic = new BenchTraffic(bench) { RequestsBetweenLooks = 0, OnLook = () => abort ??= AbortAsync(bench) };

        await Should.ThrowAsync<EnvironmentRefusedException>(
            () => new Runner(bench, 2) { Traffic = traffic }.DeployAsync("second"));

        (await abort!).Revision.Number.ShouldBe(2);
        (bench.Document.Stable, bench.Document.Candidate, bench.Document.Weight).ShouldBe((1, null, 0));
        (await bench.Keeper.StatusAsync(100, Token)).Events.ShouldContain(
            x => x.Action == EnvironmentActions.Abandoned && x.Reason!.Contains("ada took the lease over (Not today)"));
    }

    [Fact]
    public async Task Rollback_OverARolloutThatAnotherLeads_GoesNoFurtherBackThanTheStableRevision()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        await new Runner(bench, 1).DeployAsync("second");
        Task<RollbackResult>? back = null;
        var traffic = new BenchTraffic(bench) { RequestsBetweenLooks = 0, OnLook = () => back ??= RollbackAsync(bench) };

        await Should.ThrowAsync<EnvironmentRefusedException>(
            () => new Runner(bench, 2) { Traffic = traffic }.DeployAsync("third"));

        var result = await back!;
        (result.From, result.Revision.Number, bench.Document.Stable).ShouldBe((3, 2, 2));
    }

    [Fact]
    public async Task Rollback_ToAVersion_FindsItsLastRevisionThatAnswered()
    {
        using var bench = await Bench.OpenAsync();
        foreach (var (image, version) in new[] { ("first", 7), ("second", 8), ("third", 9) })
            await new Runner(bench, 1) { Version = new ModelVersion(version) }.DeployAsync(image, new StrategySpec.Recreate());
        await bench.LookAsync();

        var result = await RollbackAsync(bench, new ModelVersion(7));

        (result.Revision.Number, result.Revision.Version, bench.Document.Stable).ShouldBe((1, new ModelVersion(7), 1));
        (await Should.ThrowAsync<NothingToRollBackToException>(() => RollbackAsync(bench, new ModelVersion(5)))).Message
            .ShouldBe("There is nothing to roll back to in production of loan-default: version 5 was never deployed there.");
    }

    [Fact]
    public async Task Rollback_ColdRevisionThatAnswersWrong_StaysWhereItIs()
    {
        using var bench = await Bench.OpenAsync();
        foreach (var image in new[] { "first", "second", "third" })
            await new Runner(bench, 1).DeployAsync(image, new StrategySpec.Recreate());
        await bench.LookAsync();
        var wrong = new AlwaysWell { Probes = Verdict.Failed("Probe 1 of 2 failed: probability is 0.5 instead of 0.25.") };

        var gone = await Should.ThrowAsync<RevisionGoneException>(() => RollbackAsync(bench, revision: 1, world: wrong));

        gone.Message.ShouldContain("Probe 1 of 2 failed");
        (bench.Document.Stable, bench.Document.Candidate).ShouldBe((3, null));
    }

    private static bool AskToPause(Bench bench)
    {
        bench.Keeper.ChangeAsync(Ask(), Token).GetAwaiter().GetResult().Refusal.ShouldBeNull();
        return true;
    }

    private static ChangeRequest Ask() =>
        new(0, Bench.Ada, "ada asked for a pause: odd answers", new EnvironmentChange.AskToPause());

    private static Task<RolloutResult> ApproveAsync(
        Bench bench, StrategySpec strategy, string reason, BenchTraffic? traffic = null)
    {
        var runner = new Runner(bench, 4) { Traffic = traffic ?? new BenchTraffic(bench) };
        var controller = new RolloutController(runner.Ports, Runner.Options, TimeProvider.System);
        var request = new RolloutRequest(bench.Document.Find(bench.Document.Candidate)!.Image, Bench.Ada)
        {
            Strategy = strategy,
            Analysis = Runner.FewErrors,
            Process = runner.Process,
        };
        return controller.ApproveAsync(request, reason, Token);
    }

    private static Task<AbortResult> AbortAsync(Bench bench)
    {
        var runner = new Runner(bench, 5) { Traffic = new BenchTraffic(bench) { RequestsBetweenLooks = 0 } };
        var controller = new AbortController(runner.Ports, Runner.Options, TimeProvider.System);
        return controller.RunAsync(new AbortRequest(Bench.Ada, "Not today.") { Process = runner.Process }, Token);
    }

    private static Task<RollbackResult> RollbackAsync(
        Bench bench, ModelVersion? version = null, int? revision = null, AlwaysWell? world = null)
    {
        var runner = new Runner(bench, 5)
        {
            World = world ?? new AlwaysWell(),
            Traffic = new BenchTraffic(bench) { RequestsBetweenLooks = 0 },
        };
        var controller = new RollbackController(runner.Ports, Runner.Options, TimeProvider.System);
        var request = new RollbackRequest(Bench.Ada)
        {
            Version = version,
            Revision = revision,
            TakeOver = true,
            Process = runner.Process,
        };
        return controller.RunAsync(request, Token);
    }
}
