using System.Text.Json;
using Pipeline.Core.Checks;
using Pipeline.Deployment.Probes;
using Pipeline.Environments;
using Pipeline.Manifest.Records;
using Pipeline.Testing;

namespace Pipeline.Deployment.Analysis;

public sealed class AnalysisJudgeTests
{
    private static readonly AnalysisSpec Spec =
        new() { Metric = "revenue", Criterion = new Criterion.AtMost(10), FailuresAllowed = 2 };

    [Fact]
    public async Task Judge_MeasurementFails_ToleratesAsManyAsAllowedAndThenIsAnError()
    {
        var sensor = new Scripted();
        var judge = Some.Judge(Spec, own: sensor);
        sensor.Next = new CensusEvidence(0, 5, 5);
        await LookAsync(judge);
        sensor.Next = null;
        var outcomes = new List<Outcome>();
        for (var look = 0; look < 3; look++)
        {
            await LookAsync(judge);
            outcomes.Add(judge.Judge().Worst);
        }

        outcomes.ShouldBe([Outcome.Passed, Outcome.Passed, Outcome.Errored]);
        judge.Judge().Results[0].Verdict.Reason.ShouldBe(
            "revenue was not measured: the till is closed; that failed 3 times in a row.");
        sensor.Next = new CensusEvidence(0, 5, 5);
        await LookAsync(judge);
        judge.Judge().Worst.ShouldBe(Outcome.Passed);
    }

    [Fact]
    public async Task Judge_NeverMeasured_CannotTellAndDoesNotPass()
    {
        var judge = Some.Judge(Spec, own: new Scripted());

        judge.Judge().Results[0].Verdict.ShouldBe(Verdict.Inconclusive("revenue was not measured: nobody has looked yet."));
        await LookAsync(judge);

        judge.Judge().Worst.ShouldBe(Outcome.Inconclusive);
        judge.Judge().Fails.ShouldBeTrue();
    }

    [Theory]
    [InlineData(20, 0, "80 more requests are needed.")]
    [InlineData(1000, 15, "About 14,000 more requests are needed.")]
    [InlineData(1000, 20, "More requests like these would not tell.")]
    [InlineData(1000, 0, "")]
    public async Task Needs_OfAShare_IsWhatWouldTellIfItWentOnLikeThis(long trials, long hits, string sentence)
    {
        var sensor = new Scripted { Next = new ShareEvidence(hits, trials), SamplesAtLeast = 100 };
        var judge = Some.Judge(Spec with { Criterion = new Criterion.AtMost(0.02) }, own: sensor);

        await LookAsync(judge);

        judge.Needs().ShouldBe(sentence);
    }

    [Fact]
    public async Task Look_BeforeItIsDue_MeasuresNothing()
    {
        var (clock, sensor) = (new ManualClock(), new Scripted { Next = new CensusEvidence(0, 1, 1) });
        var judge = Some.Judge(Spec with { Every = TimeSpan.FromSeconds(10) }, Some.Request() with { Clock = clock }, sensor);

        await LookAsync(judge);
        clock.Advance(TimeSpan.FromSeconds(9));
        await LookAsync(judge);
        clock.Advance(TimeSpan.FromSeconds(1));
        await LookAsync(judge);

        sensor.Looks.ShouldBe(2);
    }

    [Theory]
    [InlineData("latency_p99", "latency_p99 does not apply: no client is answered by the new revision yet.")]
    [InlineData("disagreement", "disagreement does not apply: no request is copied to the new revision.")]
    public async Task Judge_NothingToMeasureAsThingsStand_IsSkipped(string metric, string sentence)
    {
        var judge = Some.Judge(new AnalysisSpec { Metric = metric, Criterion = new Criterion.AtMost(1) });

        await judge.LookAsync(
            new AnalysisLook(Some.View(2), Some.View(1)) { AnswersClients = false }, TestContext.Current.CancellationToken);

        judge.Judge().Results[0].Verdict.ShouldBe(Verdict.Skipped(sentence));
        judge.Needs().ShouldBeEmpty();
    }

    [Fact]
    public async Task KnownAnswers_OneIsWrong_FailsAtOnceAndPassesOnlyAfterAll()
    {
        var wrong = new Answers { Wrong = 12 };
        var (good, bad) = (KnownAnswers(new Answers()), KnownAnswers(wrong));

        await LookAsync(good);
        await LookAsync(bad);
        var first = (good.Judge().Worst, bad.Judge().Worst);
        await LookAsync(good);
        await LookAsync(bad);

        first.ShouldBe((Outcome.Inconclusive, Outcome.Inconclusive));
        (good.Judge().Worst, bad.Judge().Worst).ShouldBe((Outcome.Passed, Outcome.Failed));
        bad.Judge().Results[0].Verdict.Reason.ShouldBe(
            "known_answers is 0.05 (95% interval 0.05 to 0.05); at most 0 is required.");
    }

    [Fact]
    public async Task KnownAnswers_NoAnswer_IsNoWrongOne()
    {
        var judge = KnownAnswers(new Answers { IsSilent = true });

        await LookAsync(judge);

        judge.Judge().Results[0].Verdict.Reason
            .ShouldBe("known_answers was not measured: there is no answer (refused); that failed once.");
    }

    [Theory]
    [InlineData("../secrets.jsonl")]
    [InlineData("/etc/passwd")]
    [InlineData("missing.jsonl")]
    [InlineData("wrong.jsonl")]
    public async Task KnownAnswers_FileThatCannotBe_IsAFailedMeasurement(string file)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["wrong.jsonl"], "{\"inputs\": 3}\n", TestContext.Current.CancellationToken);
        var request = Some.Request() with { Folder = folder.Path, Answers = new Answers() };
        var sensor = new KnownAnswersAnalysis().Open(request with { Options = new KnownAnswersOptions { File = file } });

        var failure = await Should.ThrowAsync<MeasurementFailedException>(
            () => sensor.LookAsync(new AnalysisLook(Some.View(2), null), TestContext.Current.CancellationToken));

        failure.Message.ShouldContain(file);
    }

    [Fact]
    public async Task KnownAnswers_File_IsReadLineByLine()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(
            folder["known.jsonl"],
            """
            {"inputs": {"age": 3}, "answer": {"label": "no"}}

            {"inputs": {"age": 4}, "answer": {"label": "yes"}}
            """,
            TestContext.Current.CancellationToken);
        var request = Some.Request() with { Folder = folder.Path, Answers = new Answers() };
        var sensor = new KnownAnswersAnalysis().Open(
            request with { Options = new KnownAnswersOptions { File = "known.jsonl" } });

        var evidence = await sensor.LookAsync(new AnalysisLook(Some.View(2), null), TestContext.Current.CancellationToken);

        evidence.ShouldBe(new CensusEvidence(0, 2, 2) { Noun = "rows" });
    }

    private static AnalysisJudge KnownAnswers(Answers answers) => Some.Judge(
        new AnalysisSpec { Metric = "known_answers", Criterion = new Criterion.AtMost(0), FailuresAllowed = 0 },
        Some.Request() with
        {
            Answers = answers,
            Rows = [.. Enumerable.Range(0, 20).Select(x => new ReferenceRow(JsonSerializer.SerializeToElement(x), default))],
        });

    private static Task LookAsync(AnalysisJudge judge) =>
        judge.LookAsync(new AnalysisLook(Some.View(2), Some.View(1)), TestContext.Current.CancellationToken);

    /// <summary>A team's own analysis: one class.</summary>
    private sealed class Scripted : IAnalysis, IAnalysisSensor
    {
        public AnalysisEvidence? Next { get; set; }

        public int Looks { get; private set; }

        public string Name => "revenue";

        public long SamplesAtLeast { get; init; } = 1;

        public IEnumerable<Finding> Check(AnalysisRequest request) => [];

        public IAnalysisSensor Open(AnalysisRequest request) => this;

        public Task<AnalysisEvidence> LookAsync(AnalysisLook look, CancellationToken cancellationToken)
        {
            Looks++;
            return Next is { } next ? Task.FromResult(next) : throw new MeasurementFailedException("the till is closed");
        }
    }

    private sealed class Answers : IAnswerCheck
    {
        public int? Wrong { get; init; }

        public bool IsSilent { get; init; }

        public Task<string?> FindDifferenceAsync(Revision revision, ReferenceRow row, CancellationToken cancellationToken) =>
            IsSilent ? throw new MeasurementFailedException("there is no answer (refused)")
            : Task.FromResult(
                row.Inputs.ValueKind == JsonValueKind.Number && row.Inputs.GetInt32() == Wrong ? "label is 'yes'" : null);
    }
}
