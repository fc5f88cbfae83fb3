using Pipeline.Core.Checks;
using Pipeline.Deployment.Analysis;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Strategies;
using Pipeline.Environments;
using Pipeline.Testing;

namespace Pipeline.Rollouts;

/// <summary>How traffic moves by the strategies that are more than steps of weight.</summary>
public sealed class StrategyTests
{
    private static readonly StrategySpec Shadow = new StrategySpec.Shadow { Mirror = 30, Analyze = TimeSpan.FromMilliseconds(1) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shadow_CopiesAreWell_IsSentCopiesAloneAndThenAnswersEverything()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        TrafficSplit? analysed = null;
        var traffic = new BenchTraffic(bench)
        {
            OnChange = x => analysed = x is EnvironmentChange.Mirror ? bench.Traffic.InEffect : analysed,
        };

        var result = await new Runner(bench, 2) { Traffic = traffic }.DeployAsync("second", Shadow);

        result.ShouldBeOfType<RolloutResult.Promoted>();
        (analysed!.Weight, analysed.Mirror).ShouldBe((0, new TrafficMirror(2, 30)));
        (bench.Document.Stable, bench.Document.Mirror).ShouldBe((2, null));
    }

    [Fact]
    public async Task Shadow_CopiesFail_IsAbortedWithoutAnyClientMeetingIt()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        var traffic = new BenchTraffic(bench) { ErrorsBetweenLooks = 900 };

        var result = await new Runner(bench, 2) { Traffic = traffic }.DeployAsync("second", Shadow);

        result.ShouldBeOfType<RolloutResult.Aborted>();
        (bench.Document.Stable, bench.Document.Mirror, bench.Traffic.InEffect.Mirror).ShouldBe((1, null, null));
        (await bench.Keeper.StatusAsync(100, Token)).Events.ShouldNotContain(
            x => x.Action == EnvironmentActions.Shifted && x.Subject == "loan-default/2");
    }

    [Fact]
    public async Task Analyze_NothingOfItApplies_IsPausedAndNeverPasses()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        var latencies = new AnalysisSpec { Metric = "latency_p99", Criterion = new Criterion.AtMost(50) };

        var result = await new Runner(bench, 2) { Analysis = [latencies] }.DeployAsync("second", Shadow);

        result.ShouldBeOfType<RolloutResult.Paused>().Reason.ShouldStartWith(
            "latency_p99 does not apply: no client is answered by the new revision yet. Revision 2 answers 0% of the traffic");
        bench.Document.Stable.ShouldBe(1);
    }

    [Fact]
    public async Task Analyze_SensorIsBroken_IsPausedAndNotAborted()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        var answers = new AnalysisSpec { Metric = "known_answers", Criterion = new Criterion.AtMost(0), FailuresAllowed = 0 };

        var result = await new Runner(bench, 2) { Analysis = [.. Runner.FewErrors, answers] }.DeployAsync("second");

        result.ShouldBeOfType<RolloutResult.Paused>().Reason
            .ShouldStartWith("known_answers was not measured: nobody asks the revision here; that failed");
        (bench.Document.Stable, bench.Document.Weight).ShouldBe((1, 10));
    }

    [Fact]
    public async Task Canary_Sticky_AsksTheGatewayToKeepClientsToTheirRevision()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        var sticky = new TrafficStickiness { Header = "X-Account" };
        var strategy = new StrategySpec.Canary
        {
            Stickiness = sticky,
            Steps = [new StepSpec.SetWeight(10), new StepSpec.Pause(new PauseSpec())],
        };

        await new Runner(bench, 2).DeployAsync("second", strategy);

        bench.Traffic.InEffect.Stickiness.ShouldBe(sticky);
    }
}
