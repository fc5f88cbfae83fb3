using Pipeline.Core.Checks;
using Pipeline.Deployment.Analysis;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Strategies;
using Pipeline.Testing;

namespace Pipeline.Integration.Containers;

/// <summary>Candidates that answer, and not as they should: analyses abort them, and every client has its answer.</summary>
[Trait("Needs", "Docker")]
[Collection(nameof(Programs))]
public sealed class DockerAnalysisTests(Programs programs) : IAsyncDisposable
{
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(20);

    private static readonly StrategySpec Shadow = new StrategySpec.Shadow { Mirror = 100, Analyze = Watched };

    private static readonly StrategySpec Canary = new StrategySpec.Canary
    {
        Steps = [new StepSpec.SetWeight(30), new StepSpec.Analyze { For = Watched }],
    };

    private readonly DockerLab _lab = new(programs);

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task Candidates_WrongSlowNotANumberAndHalf_AreAbortedAndNoClientSeesIt()
    {
        await _lab.DeployAsync("--answer", "0.25");
        await using var load = await _lab.BeginLoadAsync();

        await IsAbortedAsync("disagreement", Shadow, Limit("disagreement", 0.05), "--answer", "0.75");
        await IsAbortedAsync("disagreement", Shadow, Limit("disagreement", 0.05), "--answer", "NaN");
        await IsAbortedAsync("latency_p50", Canary, Limit("latency_p50", 50), "--answer", "0.25", "--delay", "100");
        await IsAbortedAsync("error_rate", Canary, Limit("error_rate", 0.05), "--answer", "0.25", "--halves", "50");

        await load.EndAsync();
        TestContext.Current.TestOutputHelper!.WriteLine(load.Summary);
        load.Refused.ShouldBe(0);
        load.Failures.ShouldBeEmpty();
        (await _lab.ListAsync("revision")).ShouldBe([$"/{_lab.Name}.1"]);
        (await _lab.AskAsync()).ShouldBe(1);
    }

    private async Task IsAbortedAsync(string metric, StrategySpec strategy, AnalysisSpec analysis, params string[] habits)
    {
        var result = await _lab.DeployAsync(strategy, [analysis], habits);

        TestContext.Current.TestOutputHelper!.WriteLine($"{string.Join(' ', habits)}: {result.Reason}");
        result.ShouldBeOfType<RolloutResult.Aborted>().Reason.ShouldStartWith(metric);
        var after = (await _lab.StatusAsync()).Document;
        (after.Stable, after.Candidate, after.Mirror).ShouldBe((1, null, null));
    }

    private static AnalysisSpec Limit(string metric, double most) =>
        new() { Metric = metric, Criterion = new Criterion.AtMost(most), RequestsAtLeast = 50 };
}
