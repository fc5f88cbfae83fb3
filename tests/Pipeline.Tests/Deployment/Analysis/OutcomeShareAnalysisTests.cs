using Pipeline.Core.Checks;
using Pipeline.Environments;
using Pipeline.Manifest.Records;

namespace Pipeline.Deployment.Analysis;

public class OutcomeShareAnalysisTests
{
    private static readonly Criterion NoWorse = new Criterion.NoWorseThan("stable", 0.01, 0.95);

    [Theory]
    [InlineData(0.1, 1000, 50, Outcome.Failed)]
    [InlineData(0.1, 1000, 150, Outcome.Passed)]
    [InlineData(0.1, 1000, 105, Outcome.Inconclusive)]
    [InlineData(0.1, 99, 0, Outcome.Inconclusive)]
    [InlineData(0.1, 0, 0, Outcome.Inconclusive)]
    public async Task Judge_AtLeast_IsDecidedByTheWholeInterval(double least, long known, long hits, Outcome outcome) =>
        (await JudgeAsync(new Criterion.AtLeast(least), new OutcomeCount(2, hits, known))).Outcome.ShouldBe(outcome);

    [Theory]
    [InlineData(true, 5000, 500, 5000, 1000, Outcome.Failed)]
    [InlineData(true, 5000, 1000, 5000, 500, Outcome.Passed)]
    [InlineData(false, 5000, 1000, 5000, 500, Outcome.Failed)]
    [InlineData(false, 5000, 500, 5000, 1000, Outcome.Passed)]
    [InlineData(true, 200, 20, 200, 22, Outcome.Inconclusive)]
    [InlineData(true, 5000, 500, 0, 0, Outcome.Inconclusive)]
    public async Task Judge_NoWorseThanStable_KnowsWhichWayIsBetter(
        bool higherIsBetter, long known, long hits, long stableKnown, long stableHits, Outcome outcome)
    {
        var verdict = await JudgeAsync(
            NoWorse, higherIsBetter, new OutcomeCount(1, stableHits, stableKnown), new OutcomeCount(2, hits, known));

        verdict.Outcome.ShouldBe(outcome);
    }

    [Fact]
    public async Task Look_OnlyCopiesAreAnswered_HasNoOutcomesOfItsOwn()
    {
        var look = new AnalysisLook(Some.View(2), Some.View(1)) { AnswersClients = false, IsMirrored = true };

        var evidence = await Open(new Counts([])).LookAsync(look, TestContext.Current.CancellationToken);

        evidence.ShouldBeOfType<NoEvidence>();
    }

    [Fact]
    public async Task Look_LogThatCannotBeRead_SaysNothingAboutTheRevision()
    {
        var look = new AnalysisLook(Some.View(2), null);

        await Should.ThrowAsync<MeasurementFailedException>(() => Open(null).LookAsync(look, default));
        var failure = await Should.ThrowAsync<MeasurementFailedException>(
            () => Open(new Counts(null)).LookAsync(look, TestContext.Current.CancellationToken));

        failure.Message.ShouldBe("the disk is gone");
    }

    [Fact]
    public void Check_WithoutOutcomeOrWithAList_IsRefused()
    {
        var analysis = new OutcomeShareAnalysis();

        analysis.Check(new AnalysisRequest(new Criterion.AtLeast(0.1))).Single().Message
            .ShouldBe("outcome_share has no options.");
        analysis.Check(Request(null) with { Criterion = new Criterion.OneOf(["a"]) }).Single().Message
            .ShouldBe("A share is not one of a list.");
        analysis.Check(Request(null) with { Criterion = NoWorse }).ShouldBeEmpty();
    }

    private static Task<Verdict> JudgeAsync(Criterion criterion, params OutcomeCount[] counts) =>
        JudgeAsync(criterion, higherIsBetter: true, counts);

    private static async Task<Verdict> JudgeAsync(Criterion criterion, bool higherIsBetter, params OutcomeCount[] counts)
    {
        var options = new OutcomeShareOptions { Outcome = "bought", HigherIsBetter = higherIsBetter };
        var sensor = Open(new Counts(counts), options);
        var spec = new AnalysisSpec { Metric = "given", Criterion = criterion };
        var judge = Some.Judge(spec, own: new Given(sensor));
        await judge.LookAsync(new AnalysisLook(Some.View(2), Some.View(1)), TestContext.Current.CancellationToken);
        return judge.Judge().Results.ShouldHaveSingleItem().Verdict;
    }

    private static IAnalysisSensor Open(IOutcomeCounts? outcomes, OutcomeShareOptions? options = null) =>
        new OutcomeShareAnalysis().Open(Request(outcomes) with { Options = options ?? new() { Outcome = "bought" } });

    private static AnalysisRequest Request(IOutcomeCounts? outcomes) => Some.Request() with
    {
        Options = new OutcomeShareOptions { Outcome = "bought" },
        Outcomes = outcomes,
    };

    private sealed class Counts(IReadOnlyList<OutcomeCount>? counts) : IOutcomeCounts
    {
        public Task<IReadOnlyList<OutcomeCount>> CountAsync(
            string outcome, DateTimeOffset since, CancellationToken cancellationToken)
        {
            outcome.ShouldBe("bought");
            return counts is null ? throw new IOException("the disk is gone") : Task.FromResult(counts);
        }
    }

    /// <summary>An analysis with a sensor that is there already.</summary>
    private sealed class Given(IAnalysisSensor sensor) : IAnalysis
    {
        public string Name => "given";

        public IEnumerable<Finding> Check(AnalysisRequest request) => [];

        public IAnalysisSensor Open(AnalysisRequest request) => sensor;
    }
}
