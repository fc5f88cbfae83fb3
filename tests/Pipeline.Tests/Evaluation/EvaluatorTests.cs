using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Problems;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;
using Pipeline.Testing;

namespace Pipeline.Evaluation;

public sealed class EvaluatorTests : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Evaluate_TestRows_AreMeasuredAlone()
    {
        var document = Evaluate("");

        document.Rows.ShouldBe(200);
        document.Classes.ShouldBe([new("no", 91, 0.455), new("yes", 109, 0.545)]);
        document.Measurements[0].Value.ShouldBeOfType<MeasuredValue.Number>().Value.ShouldBe(0.6278354672850086, 1e-12);
        document.Measurements[0].Interval.ShouldNotBeNull().Confidence.ShouldBe(0.95);
        document.Report.Summary.ShouldBe("no checks");
    }

    [Fact]
    public void Evaluate_Gates_HaveBothNumbersAndTheirPlace()
    {
        var report = Evaluate("{metric: roc_auc, at-least: 0.5}, {metric: roc_auc, at-least: 0.9}").Report;

        report.Results.Select(x => x.Verdict.Outcome).ShouldBe([Outcome.Passed, Outcome.Failed]);
        report.Results[1].Check.Source.ShouldBe("evaluation.gates[1]");
        report.Results[1].Check.Id.ShouldBe("roc_auc/at-least#2");
        report.Results[1].Verdict.Reason.ShouldStartWith("roc_auc is 0.6278 (95% interval 0.5");
        report.Results[1].Verdict.Reason.ShouldEndWith("; at least 0.9 is required.");
        report.Fails.ShouldBeTrue();
    }

    [Fact]
    public void Evaluate_IntervalAcrossTheLimit_IsInconclusiveAndMayWarn()
    {
        var report = Evaluate("{metric: roc_auc, at-least: 0.6, inconclusive: warn}").Report;

        report.Worst.ShouldBe(Outcome.Inconclusive);
        report.Fails.ShouldBeFalse();
    }

    [Fact]
    public void Evaluate_Slice_JudgesEachGroup()
    {
        var document = Evaluate("{metric: recall, slice: sex, at-least: 0.1}");

        document.Groups.Select(x => (x.Value, x.Rows)).ShouldBe([("F", 147), ("M", 48), (null, 5)]);
        document.Report.Results.Select(x => (x.Check.Id, x.Verdict.Outcome)).ShouldBe(
        [
            ("recall/sex=F/at-least", Outcome.Passed),
            ("recall/sex=M/at-least", Outcome.Inconclusive),
            ("recall/sex is missing/at-least", Outcome.Inconclusive),
        ]);
        document.Report.Results[2].Verdict.Reason.ShouldEndWith("samples; at least 30 are required.");
    }

    [Fact]
    public void Evaluate_SliceOfOneClass_IsSkippedWhenLargeAndInconclusiveWhenSmall()
    {
        var rows = Some.Rows.With(new CategoryColumn(
            "sex", [.. Enumerable.Range(0, 400).Select(x => Some.Rows["bad"].Text(x) == "yes" ? 0 : x < 390 ? 1 : 2)],
            new CategoryDomain("F", "M", "X")));
        var request = Some.Request("{metric: recall, slice: sex, at-least: 0.1}") with
        {
            Data = Some.Data with { Rows = rows },
        };

        var results = Evaluator.Evaluate(request, Token).Value.Report.Results;

        results.Select(x => x.Verdict.Outcome).ShouldBe([Outcome.Passed, Outcome.Skipped, Outcome.Inconclusive]);
        results[1].Verdict.Reason.ShouldBe("recall for sex=M does not apply: no row is positive.");
        results[2].Verdict.Reason.ShouldEndWith("rows; at least 30 are required.");
    }

    [Fact]
    public void Evaluate_AnyNumberOfThreads_IsTheSameDocument()
    {
        var request = Some.Request("{metric: recall, slice: sex, at-least: 0.1}, {metric: roc_auc, no-worse-than: champion}") with
        {
            Champion = Champion(x => x * x),
        };

        var one = DocumentFile.Bytes(Evaluator.Evaluate(request with { Threads = 1 }, Token).Value);
        var two = DocumentFile.Bytes(Evaluator.Evaluate(request with { Threads = 2 }, Token).Value);

        two.ShouldBe(one);
    }

    [Fact]
    public void Evaluate_TestRowsInAnotherOrder_IsTheSameDocument()
    {
        var request = Some.Request("{metric: recall, slice: sex, at-least: 0.1}");

        var reversed = request with { Data = Some.Data with { TestIndexes = [.. Some.Data.TestIndexes.Reverse()] } };

        DocumentFile.Bytes(Evaluator.Evaluate(reversed, Token).Value)
            .ShouldBe(DocumentFile.Bytes(Evaluator.Evaluate(request, Token).Value));
    }

    [Fact]
    public async Task Evaluate_Document_ReadsBack()
    {
        var gates = "{metric: recall, slice: sex, at-least: 0.1}, {metric: log_loss, no-worse-than: champion, margin: 0.01}";
        var request = Some.Request(gates) with { Champion = Champion(x => x) };
        var document = Evaluator.Evaluate(request, Token).Value;

        await DocumentFile.WriteAsync(_folder["evaluation.json"], document, Token);

        var read = (await DocumentFile.ReadAsync<EvaluationDocument>(_folder["evaluation.json"], Token)).OrThrow();
        DocumentFile.Bytes(read).ShouldBe(DocumentFile.Bytes(document));
        read.Report.Results.Count.ShouldBe(4);
    }

    [Fact]
    public void Evaluate_BrokenAnswers_AreErroredAndSayWhat()
    {
        var request = Some.Request("{metric: roc_auc, at-least: 0.5}") with
        {
            Predictor = new FakePredictor(x => x < 0.1 ? double.NaN : x),
        };

        var report = Evaluator.Evaluate(request, Token).Value.Report;

        report.Worst.ShouldBe(Outcome.Errored);
        report.Results[0].Verdict.Reason.ShouldStartWith("roc_auc was not measured: the model answered NaN as a probability");
        report.Fails.ShouldBeTrue();
    }

    [Fact]
    public void Evaluate_OneClassInTheTest_IsErrored()
    {
        var request = Some.Request("{metric: roc_auc, at-least: 0.5}") with
        {
            Data = Some.Data with { TestIndexes = [.. Some.Data.TestIndexes.Where(x => Some.Rows["bad"].Text(x) == "no")] },
        };

        var report = Evaluator.Evaluate(request, Token).Value.Report;

        report.Results[0].Verdict.ShouldBe(Verdict.Errored("roc_auc was not measured: no row is positive."));
    }

    [Fact]
    public void Evaluate_ColumnsThatAreNotThere_AreAllProblems()
    {
        var request = Some.Request("") with { Data = Some.Data with { Rows = Some.Rows.Without("income", "bad") } };

        var problems = Evaluator.Evaluate(request, Token).Problems.Select(x => x.Message);

        problems.ShouldBe(
        [
            "The model reads 'income', and there is no such column.",
            "The model predicts 'bad', and the test rows have no such column.",
        ]);
    }

    [Fact]
    public void Evaluate_NoTestRows_IsAProblem()
    {
        var request = Some.Request("{metric: recall, slice: sex, at-least: 0.1}") with
        {
            Data = Some.Data with { TestIndexes = [] },
        };

        Evaluator.Evaluate(request, Token).Problems.ShouldHaveSingleItem().Message
            .ShouldBe("There are no test rows to judge the model by.");
    }

    [Fact]
    public void Evaluate_SlicesThatCannotBe_AreProblemsInTheirPlace()
    {
        var manifest = Some.ReadManifest("{slices: [id], gates: [{metric: recall, slice: sexx, at-least: 0.1}]}").OrThrow();

        var problems = Evaluator.Evaluate(Some.Request("") with { Manifest = manifest }, Token).Problems;

        problems.ShouldBe(
        [
            new Problem(
                "model.yml", 6, 23, "'id' has 200 different values in the test rows; a slice has at most 50 groups.",
                "Add a column of fewer, wider groups."),
            new Problem("model.yml", 6, 60, "The data has no column 'sexx' to slice by.", "Did you mean 'sex'?"),
        ]);
    }

    [Fact]
    public void Evaluate_AnotherTask_IsRefused()
    {
        var predictor = new FakePredictor(x => x) { Signature = Some.Signature with { Task = ModelTask.Regression } };

        var evaluated = Evaluator.Evaluate(Some.Request("") with { Predictor = predictor }, Token);

        evaluated.Problems.ShouldHaveSingleItem().ToString().ShouldBe(
            "model.yml:3:7: The model was trained for regression, and the task is binary classification. Train it again.");
    }

    private static EvaluationDocument Evaluate(string gates) => Evaluator.Evaluate(Some.Request(gates), Token).Value;

    private static Champion.Ready Champion(Func<double, double> probability) =>
        new(Some.ChampionModel, new FakePredictor(probability), RowSet.Empty);
}
