using Pipeline.Core.Checks;
using Pipeline.Deployment.Analysis;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Strategies;
using Pipeline.Environments;
using Pipeline.Testing;

namespace Pipeline.EndToEnd;

/// <summary>Rollouts that see what a model answers, with real processes.</summary>
public sealed class ShadowTests
{
    private static readonly StrategySpec Shadow = new StrategySpec.Shadow { Analyze = TimeSpan.FromSeconds(1) };

    [Fact]
    public async Task Shadow_AnswersOtherwise_IsAbortedBeforeAnyClientMeetsIt()
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");
        await using var load = await lab.BeginLoadAsync();

        var result = await DeployAsync(lab, "0.5");

        result.ShouldBeOfType<RolloutResult.Aborted>().Reason.ShouldStartWith("disagreement is 1 (");
        var status = await lab.StatusAsync();
        status.Traffic!.Of(2).Requests.ShouldBe(0);
        (status.Document.Stable, status.Document.Mirror).ShouldBe((1, null));
    }

    [Fact]
    public async Task Shadow_AnswersAlike_AnswersEverythingInTheEnd()
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");
        await using var load = await lab.BeginLoadAsync();

        var result = await DeployAsync(lab, "0.25", "--delay", "1");

        result.ShouldBeOfType<RolloutResult.Promoted>();
        var passed = (await lab.StatusAsync()).Events.Single(x => x.Action == EnvironmentActions.AnalysisPassed);
        passed.Reason!.ShouldContain("disagreement is 0 (");
        passed.Reason!.ShouldContain("prediction_drift is 0 (");
        load.Failures.ShouldBeEmpty();
    }

    private static Task<RolloutResult> DeployAsync(Lab lab, string answer, params string[] habits)
    {
        AnalysisSpec Spec(string metric, double limit) => new() { Metric = metric, Criterion = new Criterion.AtMost(limit) };
        var request = new RolloutRequest(lab.Images.Of(["--answer", answer, .. habits]), Lab.Ada)
        {
            Strategy = Shadow,
            Analysis = [Spec("disagreement", 0.1), Spec("prediction_drift", 0.5), Spec("latency_p99", 1000)],
        };
        return lab.Environment.DeployAsync(request, Lab.Anywhere, [], TestContext.Current.CancellationToken);
    }
}
