using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Evaluation.Metrics;
using Pipeline.Manifest;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Explanation;
using Pipeline.Models.Tables;

namespace Pipeline.Evaluation.Explanation;

public sealed class ExplanationTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public void Gate_OnAPlantedLeak_Fails()
    {
        var document = Evaluate("[{importance: leak, at-most: 0.5}, {importance: '*', at-most: 0.9}]", Leaking);

        var results = document.Report.Results;
        results.Select(result => result.Check.Id).ShouldBe(["importance/leak/at-most", "importance/*/at-most"]);
        results.Select(result => result.Verdict.Outcome).ShouldBe([Outcome.Failed, Outcome.Failed]);
        results[1].Measurement.Column.ShouldBe("leak");
        ((MeasuredValue.Number)results[0].Measurement.Value).Value.ShouldBeGreaterThan(0.9);
        results[0].Measurement.Interval!.Low.ShouldBeGreaterThan(0.5);
    }

    [Fact]
    public void Gate_OnAnHonestModel_Passes()
    {
        var document = Evaluate(
            "[{importance: income, at-most: 0.9}, {importance: noise, at-most: 0.1}, {importance: bad, at-most: 0}]", Honest);

        document.Report.Results.Select(result => result.Verdict.Outcome)
            .ShouldBe([Outcome.Passed, Outcome.Passed, Outcome.Passed]);
    }

    [Fact]
    public void Importance_OfAnInputThatTheModelDoesNotUse_IsNothing()
    {
        var importance = Evaluate("[]", Honest).Explanation!.Importance;

        importance.Metric.ShouldBe("roc_auc");
        importance.Inputs[0].Input.ShouldBe("income");
        importance.Inputs.Single(input => input.Input == "noise").Drop.ShouldBe(0);
        importance.Inputs.Sum(input => input.Share).ShouldBe(1, 1e-9);
        importance.Inputs[0].Interval.Low.ShouldBeInRange(0.01, importance.Inputs[0].Drop);
        importance.Inputs[0].Interval.High.ShouldBeGreaterThan(importance.Inputs[0].Drop);
    }

    [Fact]
    public void Attributions_OfAnyModel_AddUp()
    {
        var report = Evaluate("[]", Honest).Explanation!.Attributions!;

        report.Method.ShouldBe(ExplanationMethods.Exact);
        report.Output.ShouldBe(ModelOutputs.Probability);
        report.Inputs.Select(input => input.Input).ShouldContain("noise");
        report.Inputs.Single(input => input.Input == "noise").MeanMagnitude.ShouldBe(0, 1e-9);
        report.Inputs[0].Points.Count.ShouldBe(report.Rows);
        report.Inputs[0].Dependence!.Count.ShouldBe(report.Rows);
        report.Inputs[0].Points.ShouldAllBe(point => point.Position >= 0 && point.Position <= 1);
    }

    [Fact]
    public void PartialDependence_OfARisingInput_Rises()
    {
        var dependence = Evaluate("[]", Honest).Explanation!.PartialDependences.First(one => one.Input == "income");

        dependence.Points.Count.ShouldBeInRange(2, 30);
        dependence.Points.Select(point => point.Mean).ShouldBeInOrder();
        dependence.Individuals.Count.ShouldBe(50);
        dependence.Individuals.ShouldAllBe(individual => individual.Count == dependence.Points.Count);
    }

    [Fact]
    public void Report_OfAPersonalColumn_HasNoneOfItsValues()
    {
        var request = Request("[]", Honest);
        var hidden = request with { Data = request.Data with { Personal = new HashSet<string> { "income" } } };

        var explanation = Evaluator.Evaluate(hidden, Token).OrThrow().Explanation!;

        explanation.PartialDependences.ShouldNotContain(one => one.Input == "income");
        var income = explanation.Attributions!.Inputs.Single(input => input.Input == "income");
        income.Dependence.ShouldBeNull();
        income.Points.ShouldAllBe(point => point.Position == null);
    }

    [Fact]
    public void Report_OfRowsInAnotherOrder_IsTheSame()
    {
        var request = Request("[]", Honest);
        var turned = request with
        {
            Data = request.Data with
            {
                TestIndexes = [.. request.Data.TestIndexes.Reverse()],
                TrainIndexes = [.. request.Data.TrainIndexes.Reverse()],
            },
            Threads = 1,
        };

        var (first, second) = (Evaluator.Evaluate(request, Token).OrThrow(), Evaluator.Evaluate(turned, Token).OrThrow());

        Digest.OfJson(first.Explanation).ShouldBe(Digest.OfJson(second.Explanation));
    }

    [Fact]
    public void Explanation_None_IsNotMade()
    {
        var request = Request("[]", Honest, "none");

        Evaluator.Evaluate(request, Token).OrThrow().Explanation.ShouldBeNull();
    }

    [Theory]
    [InlineData("[{importance: incom, at-most: 0.5}]", "{}", "incom", "income")]
    [InlineData("[{importance: income, at-most: 0.5}]", "none", "evaluation.explanation is none", "Remove")]
    public void Gate_ThatCannotBeHeld_IsAProblem(string gates, string explanation, string message, string hint)
    {
        var problem = Evaluator.Evaluate(Request(gates, Honest, explanation), Token).Problems.ShouldHaveSingleItem();

        problem.Message.ShouldContain(message);
        problem.Hint!.ShouldContain(hint);
        problem.Line.ShouldNotBeNull();
    }

    private static double Honest(double income, double leak, double noise) => 1 / (1 + Math.Exp(4 - (8 * income) - leak));

    private static double Leaking(double income, double leak, double noise) =>
        1 / (1 + Math.Exp(20 - (2 * income) - (40 * leak)));

    private static EvaluationDocument Evaluate(string gates, Func<double, double, double, double> model) =>
        Evaluator.Evaluate(Request(gates, model), Token).OrThrow();

    private static EvaluationRequest Request(
        string gates, Func<double, double, double, double> model, string explanation = "{}") =>
        Request(Some.ReadManifest($"{{gates: {gates}, explanation: {explanation}}}").OrThrow(), new Model(model));

    private static EvaluationRequest Request(BoundManifest<ModelFrame> manifest, Model model) => new()
    {
        Manifest = manifest,
        Data = Rows(),
        Predictor = model,
        Model = Some.Model,
        Metrics = StandardMetrics.All,
    };

    /// <summary>Income says something of the label, leak all of it, and noise nothing.</summary>
    private static LabelledData Rows()
    {
        var random = new Random(11);
        var (incomes, leaks, noises) = (new double[600], new double[600], new double[600]);
        var bad = new CategoryColumnBuilder("bad");
        for (var i = 0; i < incomes.Length; i++)
        {
            (incomes[i], noises[i]) = (random.NextDouble(), random.NextDouble());
            var isBad = random.NextDouble() < incomes[i];
            bad.Append(isBad ? "yes" : "no");
            leaks[i] = isBad ? 1 : 0;
        }

        return Some.Data with
        {
            Rows = new Table(
                new NumberColumn("income", [.. incomes]), new NumberColumn("leak", [.. leaks]),
                new NumberColumn("noise", [.. noises]), bad.Build()),
            Features = ["income", "leak", "noise"],
            TrainIndexes = [.. Enumerable.Range(0, 300)],
            TestIndexes = [.. Enumerable.Range(300, 300)],
            Identities = [.. Enumerable.Range(0, 600).Select(row => (UInt128)(uint)(row * 7919))],
        };
    }

    private sealed class Model(Func<double, double, double, double> probability) : IPredictor
    {
        public ModelSignature Signature { get; } = Some.Signature with
        {
            Inputs =
            [
                new ModelInput("income", ColumnType.Number, false), new ModelInput("leak", ColumnType.Number, false),
                new ModelInput("noise", ColumnType.Number, false),
            ],
            Outputs = [ModelOutputs.Probability],
        };

        public Table Score(Table rows, CancellationToken cancellationToken)
        {
            var (income, leak, noise) = (Values(rows, "income"), Values(rows, "leak"), Values(rows, "noise"));
            return new Table(new NumberColumn(
                ModelOutputs.Probability,
                [.. Enumerable.Range(0, rows.RowCount).Select(row => probability(income[row], leak[row], noise[row]))]));
        }

        public void Score(FeatureRow row, Span<double> answers) =>
            answers[0] = probability(row.Number(0), row.Number(1), row.Number(2));

        public void Dispose()
        {
        }

        private static IReadOnlyList<double> Values(Table rows, string name) => ((NumberColumn)rows[name]).Values;
    }
}
