using Pipeline.Core.Checks;

namespace Pipeline.Deployment.Analysis;

public class ErrorRateAnalysisTests
{
    private static readonly AnalysisSpec AtMost = Spec(new Criterion.AtMost(0.02));
    private static readonly AnalysisSpec NoWorse = Spec(new Criterion.NoWorseThan("stable", 0.005, 0.95));

    [Theory]
    [InlineData(1000, 50, Outcome.Failed)]
    [InlineData(1000, 5, Outcome.Passed)]
    [InlineData(1000, 18, Outcome.Inconclusive)]
    [InlineData(99, 99, Outcome.Inconclusive)]
    [InlineData(0, 0, Outcome.Inconclusive)]
    public void Judge_AtMost_IsDecidedByTheWholeInterval(long requests, long errors, Outcome outcome) =>
        Judge(AtMost, new TrafficWindow(requests, errors), null).Outcome.ShouldBe(outcome);

    [Theory]
    [InlineData(1000, 50, 9000, 10, Outcome.Failed)]
    [InlineData(10_000, 10, 90_000, 90, Outcome.Passed)]
    [InlineData(2000, 100, 18_000, 900, Outcome.Inconclusive)]
    [InlineData(500, 2, 500, 1, Outcome.Inconclusive)]
    [InlineData(500, 0, 0, 0, Outcome.Inconclusive)]
    public void Judge_NoWorseThanStable_IsDecidedByTheDifference(
        long requests, long errors, long stableRequests, long stableErrors, Outcome outcome) =>
        Judge(NoWorse, new TrafficWindow(requests, errors), new TrafficWindow(stableRequests, stableErrors))
            .Outcome.ShouldBe(outcome);

    [Fact]
    public void Judge_Failed_SaysBothNumbers()
    {
        var verdict = Judge(NoWorse, new TrafficWindow(1000, 50), new TrafficWindow(9000, 9));

        verdict.Reason.ShouldBe(
            "error_rate is 0.05, 0.049 worse than stable's 0.001 (difference 95% interval 0.02257 to 0.08899); "
            + "no worse than stable by a margin of 0.005 is required.");
    }

    [Fact]
    public void Judge_NoStableYet_IsSkipped() =>
        Judge(NoWorse, new TrafficWindow(1000, 50), null).Outcome.ShouldBe(Outcome.Skipped);

    [Fact]
    public void Judge_MoreConfidence_AsksForMore()
    {
        var (candidate, stable) = (new TrafficWindow(1000, 30), new TrafficWindow(9000, 45));

        var late = ErrorRateAnalysis.Judge([NoWorse], candidate, stable).Worst;
        var early = ErrorRateAnalysis.Judge([NoWorse], candidate, stable, 0.999).Worst;

        (late, early).ShouldBe((Outcome.Failed, Outcome.Inconclusive));
    }

    private static AnalysisSpec Spec(Criterion criterion) => new() { Metric = AnalysisSpec.ErrorRate, Criterion = criterion };

    private static Verdict Judge(AnalysisSpec spec, TrafficWindow candidate, TrafficWindow? stable) =>
        ErrorRateAnalysis.Judge([spec], candidate, stable).Results.ShouldHaveSingleItem().Verdict;
}
