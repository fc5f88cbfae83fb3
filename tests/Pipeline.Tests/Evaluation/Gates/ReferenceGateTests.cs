using Pipeline.Core.Checks;
using Pipeline.Models;
using Pipeline.Models.Documents;

namespace Pipeline.Evaluation.Gates;

public class ReferenceGateTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public void Document_OfAnyModel_HasTrivialAnswers()
    {
        var document = Evaluate("", new FakePredictor(x => x));

        document.Baselines.Select(x => x.Name).ShouldBe(["most_frequent", "prior"]);
        document.Baselines[0].Answer.ShouldBe("the class 'yes'");
        document.Baselines[1].Answer.ShouldBe("a probability of 0.545");
        Number(document.Baselines[0].Measurements, "accuracy").ShouldBe(0.545, 1e-12);
        Number(document.Baselines[1].Measurements, "roc_auc").ShouldBe(0.5);
        document.Baselines.ShouldAllBe(x => x.Measurements.Count == document.Measurements.Count);
    }

    [Fact]
    public void Baseline_ModelThatKnowsSomething_Passes()
    {
        var result = Evaluate("{metric: roc_auc, no-worse-than: baseline}", new FakePredictor(x => x)).Report.Results[0];

        result.Verdict.Outcome.ShouldBe(Outcome.Passed);
        result.Measurement.Comparison!.Test.ShouldBe("DeLong");
        result.Measurement.Comparison.PValue!.Value.ShouldBeLessThan(0.01);
        result.Check.Id.ShouldBe("roc_auc/no-worse-than");
    }

    [Fact]
    public void Baseline_ModelThatIsWorse_FailsAgainstTheBestOfThem()
    {
        var result = Evaluate("{metric: log_loss, no-worse-than: baseline}", new FakePredictor(x => 1 - x)).Report.Results[0];

        result.Verdict.Outcome.ShouldBe(Outcome.Failed);
        result.Measurement.Comparison!.Value.ShouldBeOfType<MeasuredValue.Number>().Value.ShouldBe(0.6890, 0.0001);
        result.Measurement.Comparison.Test.ShouldBe("paired bootstrap");
    }

    [Fact]
    public void Version_ThatIsBetter_Fails()
    {
        var truth = Some.Rows["bad"];
        var perfect = new Champion.Ready(
            Some.ChampionModel, new FakePredictor(x => x) { Answers = [.. Truth(truth)] }, RowSet.Empty);

        var document = Evaluate(
            "{metric: accuracy, no-worse-than: v3}", new FakePredictor(x => x), new() { [3] = perfect });

        var result = document.Report.Results[0];
        result.Verdict.Outcome.ShouldBe(Outcome.Failed);
        result.Measurement.Comparison!.Test.ShouldBe("McNemar, exact");
        result.Verdict.Reason.ShouldContain("worse than v3's 1 ");
        document.Versions.ShouldBe([new EvaluatedVersion(3, Some.ChampionModel, 200, 0)]);
    }

    [Fact]
    public void Version_ThatNoLongerLoads_IsErroredWithWhy()
    {
        var gone = new Champion.Unusable(Some.ChampionModel, "its files are gone");

        var result = Evaluate("{metric: accuracy, no-worse-than: v3}", new FakePredictor(x => x), new() { [3] = gone })
            .Report.Results[0];

        result.Verdict.ShouldBe(
            Verdict.Errored("accuracy was not compared, because v3 was not measured: its files are gone."));
    }

    [Fact]
    public void Version_ThatIsUnknown_IsAProblem() =>
        Evaluator.Evaluate(Some.Request("{metric: accuracy, no-worse-than: v3}"), Token).Problems
            .ShouldHaveSingleItem().ToString().ShouldContain("There is no version 'v3' of loan-default.");

    [Fact]
    public void Comparison_ThatIsInconclusive_SaysHowManyRowsWouldSettleIt()
    {
        var similar = new Champion.Ready(
            Some.ChampionModel, new FakePredictor(x => Math.Clamp(x + (x * 1000 % 7 / 20), 0, 1)), RowSet.Empty);

        var result = Evaluate(
            "{metric: roc_auc, no-worse-than: v1, margin: 0.005}", new FakePredictor(x => x), new() { [1] = similar })
            .Report.Results[0];

        result.Verdict.Outcome.ShouldBe(Outcome.Inconclusive);
        result.Measurement.Comparison!.Detectable.ShouldBe(0.005);
        result.Measurement.Comparison.SamplesNeeded!.Value.ShouldBeGreaterThan(200);
        result.Verdict.Reason.ShouldContain(" rows would be needed to see a difference of 0.005.");
    }

    private static IEnumerable<double> Truth(Models.Tables.Column truth) =>
        Some.Data.TestIndexes.Select(x => truth.Text(x) == "yes" ? 0.9 : 0.1);

    private static double Number(IReadOnlyList<Measurement> measurements, string name) =>
        ((MeasuredValue.Number)measurements.Single(x => x.Name == name).Value).Value;

    private static EvaluationDocument Evaluate(
        string gates, FakePredictor predictor, Dictionary<int, Champion>? versions = null) => Evaluator.Evaluate(
        Some.Request(gates) with { Predictor = predictor, Versions = versions ?? [] }, Token).OrThrow();
}
