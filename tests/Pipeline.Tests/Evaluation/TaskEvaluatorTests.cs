using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Evaluation.Metrics;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;
using Pipeline.Testing;

namespace Pipeline.Evaluation;

/// <summary>Regressions and several classes are judged as two classes are: slices, gates, champions, documents.</summary>
public sealed class TaskEvaluatorTests : IDisposable
{
    private const int Count = 300;

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Evaluate_Numbers_AreMeasuredSlicedAndGated()
    {
        var request = Fares("{metric: r2, at-least: 0.5}, "
            + "{metric: mean_absolute_error, slice: side, at-most: 0.5}, {metric: mean_absolute_error, at-most: 0.1}");

        var document = Evaluator.Evaluate(request, Token).Value;

        document.Measurements[0].Name.ShouldBe("r2");
        (document.Label, document.Decision).ShouldBe((new ModelLabel.Number("fare"), new DecisionRule.None()));
        document.Classes.ShouldBeEmpty();
        var residuals = document.Tables.ShouldHaveSingleItem();
        residuals.Title.ShouldBe("Residuals");
        residuals.Rows.Select(x => (x.Name, x.Values.ShouldHaveSingleItem())).ShouldBe(
        [
            ("mean", 0), ("standard deviation", 0.25), ("smallest", -0.25), ("5 % are at most", -0.25),
            ("25 % are at most", -0.25), ("50 % are at most", 0), ("75 % are at most", 0.25), ("95 % are at most", 0.25),
            ("largest", 0.25),
        ]);
        document.Groups.Select(x => (x.Value, x.Rows)).ShouldBe([("left", 150), ("right", 150)]);
        document.Report.Results.Select(x => (x.Check.Id, x.Verdict.Outcome)).ShouldBe(
        [
            ("r2/at-least", Outcome.Passed),
            ("mean_absolute_error/side=left/at-most", Outcome.Passed),
            ("mean_absolute_error/side=right/at-most", Outcome.Passed),
            ("mean_absolute_error/at-most", Outcome.Failed),
        ]);
    }

    [Fact]
    public void Evaluate_SeveralClasses_AreMeasuredSlicedAndGated()
    {
        var document = Evaluator.Evaluate(
            Species("{metric: accuracy, at-least: 0.5}, {metric: f1_macro, slice: side, at-least: 0.99}"), Token).Value;

        document.Measurements[0].Name.ShouldBe("accuracy");
        document.Classes.Select(x => (x.Name, x.Count)).ShouldBe([("a", 100), ("b", 100), ("c", 100)]);
        document.Tables.Select(x => x.Title).ShouldBe(["Classes", "Confusion"]);
        document.Tables[0].Rows.Select(x => (x.Name, string.Join(' ', x.Values))).ShouldBe(
            [("a", "1 1 1 100"), ("b", "0.5 1 0.6666666666666666 100"), ("c", "0 0 0 100")]);
        document.Tables[1].Heads.ShouldBe(["true class", "answered a", "answered b", "answered c"]);
        document.Tables[1].Rows.Select(x => string.Join(' ', x.Values)).ShouldBe(["100 0 0", "0 100 0", "0 100 0"]);
        document.Report.Results.Select(x => (x.Check.Id, x.Verdict.Outcome)).ShouldBe(
        [
            ("accuracy/at-least", Outcome.Passed),
            ("f1_macro/side=left/at-least", Outcome.Failed),
            ("f1_macro/side=right/at-least", Outcome.Failed),
        ]);
    }

    [Theory]
    [InlineData("r2", 0.0, Outcome.Passed)]
    [InlineData("root_mean_squared_error", 0.0, Outcome.Passed)]
    [InlineData("r2", 2.0, Outcome.Failed)]
    [InlineData("root_mean_squared_error", 2.0, Outcome.Failed)]
    public void Gate_NoWorseThanTheChampion_KnowsWhichWayIsBetter(string metric, double worse, Outcome expected)
    {
        var champion = Fares("").Predictor;
        var request = Fares($"{{metric: {metric}, no-worse-than: champion}}") with
        {
            Predictor = new Answering(Taxi.Fare, x => [x + worse]),
            Champion = new Champion.Ready(Some.ChampionModel, champion, RowSet.Empty),
        };

        Evaluator.Evaluate(request, Token).Value.Report.Results.ShouldHaveSingleItem().Verdict.Outcome.ShouldBe(expected);
    }

    [Fact]
    public void Gate_ChampionOfOtherClasses_IsErroredAndSaysWhich()
    {
        var label = new ModelLabel.Classes("species", ["a", "b"]);
        var signature = Taxi.Species with { Label = label, Outputs = ["probabilities.a", "probabilities.b"] };
        var request = Species("{metric: accuracy, no-worse-than: champion}") with
        {
            Champion = new Champion.Ready(Some.ChampionModel, new Answering(signature, _ => [1, 0]), RowSet.Empty),
        };

        var verdict = Evaluator.Evaluate(request, Token).Value.Report.Results[0].Verdict;

        verdict.Outcome.ShouldBe(Outcome.Errored);
        verdict.Reason.ShouldEndWith("it tells 'a', 'b' apart in 'species', not 'a', 'b', 'c' apart in 'species'.");
    }

    [Fact]
    public void Gate_SameModelOfSeveralClasses_IsNoWorseThanItself()
    {
        var request = Species("{metric: log_loss, no-worse-than: champion}, {metric: accuracy, no-worse-than: champion}");

        var champion = new Champion.Ready(Some.ChampionModel, request.Predictor, RowSet.Empty);
        var report = Evaluator.Evaluate(request with { Champion = champion }, Token).Value.Report;

        report.Results.ShouldAllBe(x => x.Verdict.Outcome == Outcome.Passed);
    }

    [Fact]
    public void Evaluate_MetricOfAnotherTask_IsAProblemInItsPlace()
    {
        var problems = Evaluator.Evaluate(Fares("{metric: r2, at-least: 0}, {metric: roc_auc, at-least: 0.5}"), Token).Problems;

        problems.ShouldHaveSingleItem().ToString().ShouldBe(
            "model.yml:6:58: 'roc_auc' measures binary classification, and the task is regression. Known metrics: r2, "
            + "mean_absolute_error, root_mean_squared_error, median_absolute_error, mean_absolute_percentage_error, "
            + "explained_variance, mean_pinball_loss, mean_bias_error, max_error.");
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Evaluate_PredictionThatIsNoNumber_IsErrored(double answer)
    {
        var request = Fares("{metric: r2, at-least: 0}") with { Predictor = new Answering(Taxi.Fare, _ => [answer]) };

        var verdict = Evaluator.Evaluate(request, Token).Value.Report.Results[0].Verdict;

        verdict.Outcome.ShouldBe(Outcome.Errored);
        verdict.Reason.ShouldEndWith(" as a prediction, in 300 of 300 rows in all.");
    }

    [Fact]
    public void Evaluate_ConstantTarget_HasErrorsAndNoR2()
    {
        var rows = Taxi.Rows(Count).With(new NumberColumn("fare", [.. Enumerable.Repeat(7.0, Count)]));
        var request = Fares("{metric: r2, at-least: 0}, {metric: mean_absolute_error, at-most: 1000}");

        var report = Evaluator.Evaluate(request with { Data = Data(rows) }, Token).Value.Report;

        report.Results.Select(x => x.Verdict.Outcome).ShouldBe([Outcome.Errored, Outcome.Passed]);
        report.Results[0].Verdict.Reason.ShouldBe("r2 was not measured: the true number is the same in every row.");
    }

    [Fact]
    public async Task Evaluate_DocumentOfAnyTask_ReadsBack()
    {
        foreach (var request in new[] { Fares("{metric: r2, at-least: 0}"), Species("{metric: accuracy, at-least: 0}") })
        {
            var document = Evaluator.Evaluate(request, Token).Value;
            await DocumentFile.WriteAsync(_folder["evaluation.json"], document, Token);

            var read = (await DocumentFile.ReadAsync<EvaluationDocument>(_folder["evaluation.json"], Token)).OrThrow();

            DocumentFile.Bytes(read).ShouldBe(DocumentFile.Bytes(document));
        }
    }

    private static EvaluationRequest Fares(string gates) => Request("regression", gates, new Answering(Taxi.Fare, x => [x]));

    private static EvaluationRequest Species(string gates) => Request(
        "multiclass-classification", gates, new Answering(Taxi.Species, x => x % 3 < 1 ? [0.6, 0.2, 0.2] : [0.1, 0.5, 0.4]));

    private static EvaluationRequest Request(string task, string gates, IPredictor predictor) => new()
    {
        Manifest = Some.ReadManifest($"{{gates: [{gates}]}}", task).OrThrow(),
        Data = Data(Taxi.Rows(Count)),
        Predictor = predictor,
        Model = Digest.OfText("model"),
        Metrics = StandardMetrics.All,
    };

    private static LabelledData Data(Table rows) => new()
    {
        Rows = rows,
        Features = ["distance"],
        Label = "fare",
        TrainIndexes = [],
        TestIndexes = [.. Enumerable.Range(0, rows.RowCount)],
        Identities = [.. Enumerable.Range(0, rows.RowCount).Select(x => (UInt128)(uint)x)],
        Data = Digest.OfText("data"),
        Split = Digest.OfText("split"),
    };

    /// <summary>Answers with what a function makes of the distance.</summary>
    private sealed class Answering(ModelSignature signature, Func<double, double[]> answer) : IPredictor
    {
        public ModelSignature Signature => signature;

        public Table Score(Table rows, CancellationToken cancellationToken)
        {
            var answers = ((NumberColumn)rows["distance"]).Values.Select(answer).ToList();
            return new Table(signature.Outputs.Select((x, i) => new NumberColumn(x, [.. answers.Select(y => y[i])])));
        }

        public void Score(FeatureRow row, Span<double> answers) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }

    private static class Taxi
    {
        public static ModelSignature Fare { get; } = new()
        {
            Flavor = "fake",
            Task = ModelTask.Regression,
            Label = new ModelLabel.Number("fare"),
            Inputs = [new ModelInput("distance", ColumnType.Number, MayBeMissing: false)],
            Outputs = [ModelOutputs.Value],
        };

        public static ModelSignature Species { get; } = Fare with
        {
            Task = ModelTask.MulticlassClassification,
            Label = new ModelLabel.Classes("species", ["a", "b", "c"]),
            Outputs = ["probabilities.a", "probabilities.b", "probabilities.c"],
        };

        /// <summary>The fare is the distance give or take a quarter; species go round.</summary>
        public static Table Rows(int count)
        {
            int[] rows = [.. Enumerable.Range(0, count)];
            return new Table(
                new NumberColumn("distance", [.. rows.Select(x => (double)x)]),
                new CategoryColumn("side", [.. rows.Select(x => x / 3 % 2)], new CategoryDomain("left", "right")),
                new NumberColumn("fare", [.. rows.Select(x => x + (x % 2 == 0 ? 0.25 : -0.25))]),
                new CategoryColumn("species", [.. rows.Select(x => x % 3)], new CategoryDomain("a", "b", "c")));
        }
    }
}
