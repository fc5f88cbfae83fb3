using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Strategies;
using Pipeline.Environments;
using Pipeline.Testing;

namespace Pipeline.Rollouts;

/// <summary>A gateway that is started again during a rollout has forgotten what it counted; the rollout goes on.</summary>
public sealed class CountsBeginAnewTests
{
    private static readonly StrategySpec Once = new StrategySpec.Canary
    {
        Steps = [new StepSpec.SetWeight(10), new StepSpec.Analyze { For = TimeSpan.FromMilliseconds(20) }],
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Counts_ThatBeganAnewWithNoTrafficAfter_PauseAndNeverPromote(int look)
    {
        using var bench = await StartAsync();
        var traffic = RestartAt(bench, look, x => x.RequestsBetweenLooks = 0);

        var result = await new Runner(bench, 2) { Traffic = traffic }.DeployAsync("second", Once);

        result.ShouldBeOfType<RolloutResult.Paused>().Requests.ShouldBe(0);
        (bench.Document.Stable, bench.Document.Candidate).ShouldBe((1, 2));
    }

    [Fact]
    public async Task Counts_ThatBeganAnewWithTrafficAfter_PromoteByThatTraffic()
    {
        using var bench = await StartAsync();
        var traffic = RestartAt(bench, 2, x => x.RequestsBetweenLooks = 500);

        var result = await new Runner(bench, 2) { Traffic = traffic }.DeployAsync("second", Once);

        result.ShouldBeOfType<RolloutResult.Promoted>().Revision.Number.ShouldBe(2);
        var passed = (await bench.Keeper.StatusAsync(100, Token)).Events.Last(x => x.Action == EnvironmentActions.AnalysisPassed);
        passed.Reason!.ShouldNotContain(" -");
    }

    [Fact]
    public async Task Counts_ThatBeganAnewWithErrorsAfter_AreReasonToAbort()
    {
        using var bench = await StartAsync();
        var traffic = RestartAt(bench, 2, x => x.ErrorsBetweenLooks = 400);

        var result = await new Runner(bench, 2) { Traffic = traffic }.DeployAsync("second", Once);

        result.ShouldBeOfType<RolloutResult.Aborted>();
        bench.Document.Stable.ShouldBe(1);
    }

    [Fact]
    public async Task Counts_ThatBeganAnewDuringAPause_AreThoseSinceThen()
    {
        using var bench = await StartAsync();
        var quiet = new BenchTraffic(bench) { RequestsBetweenLooks = 0 };
        await new Runner(bench, 2) { Traffic = quiet }.DeployAsync("second", Once);
        bench.Ask(1000);
        bench.CountAnew();
        bench.Ask(7);

        var result = await new Runner(bench, 3) { Traffic = quiet }.DeployAsync("second", Once);

        result.ShouldBeOfType<RolloutResult.Paused>().Requests.ShouldBe(7);
    }

    private static async Task<Bench> StartAsync()
    {
        var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        bench.Ask(100_000);
        return bench;
    }

    /// <summary>At this look at the shared traffic the gateway is another one; then the traffic changes.</summary>
    private static BenchTraffic RestartAt(Bench bench, int look, Action<BenchTraffic> then)
    {
        var (traffic, looks) = ((BenchTraffic)null!, 0);
        return traffic = new BenchTraffic(bench) { OnLook = Restart };

        void Restart()
        {
            if (++looks != look)
                return;
            bench.CountAnew();
            then(traffic);
        }
    }
}
