using Pipeline.Core.Checks;
using Pipeline.Environments;

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
    public async Task Judge_AtMost_IsDecidedByTheWholeInterval(long requests, long errors, Outcome outcome) =>
        (await JudgeAsync(AtMost, (requests, errors), null)).Outcome.ShouldBe(outcome);

    [Theory]
    [InlineData(1000, 50, 9000, 10, Outcome.Failed)]
    [InlineData(10_000, 10, 90_000, 90, Outcome.Passed)]
    [InlineData(2000, 100, 18_000, 900, Outcome.Inconclusive)]
    [InlineData(500, 2, 500, 1, Outcome.Inconclusive)]
    [InlineData(500, 0, 0, 0, Outcome.Inconclusive)]
    public async Task Judge_NoWorseThanStable_IsDecidedByTheDifference(
        long requests, long errors, long stableRequests, long stableErrors, Outcome outcome) =>
        (await JudgeAsync(NoWorse, (requests, errors), (stableRequests, stableErrors))).Outcome.ShouldBe(outcome);

    [Fact]
    public async Task Judge_Failed_SaysBothNumbers()
    {
        var verdict = await JudgeAsync(NoWorse, (1000, 50), (9000, 9));

        verdict.Reason.ShouldBe(
            "error_rate is 0.05, 0.049 worse than stable's 0.001 (difference 95% interval 0.02257 to 0.08899); "
            + "no worse than stable by a margin of 0.005 is required.");
    }

    [Fact]
    public async Task Judge_NoStableYet_IsSkipped() =>
        (await JudgeAsync(NoWorse, (1000, 50), null)).Outcome.ShouldBe(Outcome.Skipped);

    [Fact]
    public async Task Judge_StableAnsweredNothing_CannotTell() =>
        (await JudgeAsync(NoWorse, (1000, 50), (0, 0))).Reason
            .ShouldBe("The stable revision answered nothing that could be compared with.");

    [Fact]
    public async Task Judge_MoreConfidence_AsksForMore()
    {
        var late = await JudgeAsync(NoWorse, (1000, 30), (9000, 45));
        var early = await JudgeAsync(NoWorse, (1000, 30), (9000, 45), 0.999);

        (late.Outcome, early.Outcome).ShouldBe((Outcome.Failed, Outcome.Inconclusive));
    }

    [Fact]
    public async Task Judge_CopiesOfRequests_CountToo()
    {
        var judge = Some.Judge(AtMost);
        var mirrored = new RevisionTraffic
        {
            Revision = 2,
            Requests = 0,
            Mirrored = new MirrorTraffic { Answered = 1000, Errors = 100 },
        };

        await judge.LookAsync(new AnalysisLook(new RevisionView(Some.Revision(2), mirrored), null), CancellationToken.None);

        judge.Judge().Results[0].Measurement.Value.ShouldBe(new MeasuredValue.Number(0.1));
    }

    private static AnalysisSpec Spec(Criterion criterion) => new() { Metric = AnalysisSpec.ErrorRate, Criterion = criterion };

    private static async Task<Verdict> JudgeAsync(
        AnalysisSpec spec, (long Requests, long Errors) candidate, (long Requests, long Errors)? stable, double confidence = 0)
    {
        var judge = Some.Judge(spec);
        var look = new AnalysisLook(View(2, candidate), stable is { } known ? View(1, known) : null);
        await judge.LookAsync(look, CancellationToken.None);
        return judge.Judge(confidence).Results.ShouldHaveSingleItem().Verdict;
    }

    private static RevisionView View(int number, (long Requests, long Errors) counts) => new(
        Some.Revision(number),
        new RevisionTraffic { Revision = number, Requests = counts.Requests, ServerErrors = counts.Errors });
}
