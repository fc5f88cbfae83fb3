using Pipeline.Core.Checks;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;

namespace Pipeline.Evaluation.Gates;

public class ChampionGateTests
{
    private const string Gate = "{metric: roc_auc, no-worse-than: champion, margin: 0.005}";

    [Fact]
    public void Gate_NoChampion_IsSkippedWithTheReason()
    {
        var document = Evaluate(new Champion.Absent());

        var result = document.Report.Results.ShouldHaveSingleItem();
        result.Verdict.ShouldBe(Verdict.Skipped("roc_auc is not compared: there is no champion yet."));
        document.Champion.ShouldBeNull();
        document.Report.Fails.ShouldBeFalse();
    }

    [Fact]
    public void Gate_ChampionThatCannotRun_IsErrored()
    {
        var document = Evaluate(new Champion.Unusable(Some.ChampionModel, "its files are gone"));

        document.Report.Results[0].Verdict.ShouldBe(
            Verdict.Errored("roc_auc was not compared, because champion was not measured: its files are gone."));
        document.Champion.ShouldBe(new EvaluatedChampion(Some.ChampionModel, 0, 0));
    }

    [Fact]
    public void Gate_SameModel_PassesAndIsTheSame()
    {
        var verdict = Evaluate(Ready(new FakePredictor(x => x))).Report.Results[0].Verdict;

        verdict.Outcome.ShouldBe(Outcome.Passed);
        verdict.Reason.ShouldContain("the same as champion's 0.6278");
    }

    [Fact]
    public void Gate_BetterChampion_Fails()
    {
        var truth = Some.Rows["bad"];
        var perfect = new Remembering([.. Some.Data.TestIndexes.Select(x => truth.Text(x) == "yes" ? 0.9 : 0.1)]);

        var result = Evaluate(Ready(perfect)).Report.Results[0];

        result.Verdict.Outcome.ShouldBe(Outcome.Failed);
        result.Measurement.Comparison.ShouldNotBeNull().Value.ShouldBe(new MeasuredValue.Number(1));
    }

    [Fact]
    public void Gate_RowsThatTheChampionLearnedFrom_AreLeftOut()
    {
        var champion = new FakePredictor(x => x);

        var document = Evaluate(Ready(champion, learned: Enumerable.Range(150, 100)));

        document.Champion.ShouldBe(new EvaluatedChampion(Some.ChampionModel, Rows: 150, LeftOut: 50));
        document.Report.Results[0].Measurement.Samples.ShouldBe(150);
        champion.Asked.ShouldBe([150]);
        document.Measurements[0].Samples.ShouldBe(200);
    }

    [Fact]
    public void Gate_ChampionThatLearnedFromAllRows_IsErrored()
    {
        var document = Evaluate(Ready(new FakePredictor(x => x), learned: Enumerable.Range(0, 400)));

        document.Report.Results[0].Verdict.Outcome.ShouldBe(Outcome.Errored);
        document.Report.Results[0].Verdict.Reason.ShouldEndWith("the champion was trained on every one of the test rows.");
        document.Champion.ShouldBe(new EvaluatedChampion(Some.ChampionModel, 0, 200));
    }

    [Fact]
    public void Gate_FewRowsLeft_IsInconclusive()
    {
        var document = Evaluate(Ready(new FakePredictor(x => x), learned: Enumerable.Range(0, 380)));

        document.Report.Results[0].Verdict.ShouldBe(
            Verdict.Inconclusive("roc_auc has 20 samples; at least 30 are required."));
    }

    [Fact]
    public void Gate_ChampionThatReadsOtherColumns_IsErrored()
    {
        var inputs = new[] { new ModelInput("age", ColumnType.Number, MayBeMissing: false) };
        var champion = new FakePredictor(x => x) { Signature = Some.Signature with { Inputs = inputs } };

        var verdict = Evaluate(Ready(champion)).Report.Results[0].Verdict;

        verdict.Outcome.ShouldBe(Outcome.Errored);
        verdict.Reason.ShouldContain("The model reads 'age', and there is no such column.");
    }

    [Fact]
    public void Gate_ChampionOfAnotherLabel_IsErrored()
    {
        var label = new ModelLabel.TwoClasses("bad", "no", "yes");
        var champion = new FakePredictor(x => x) { Signature = Some.Signature with { Label = label } };

        var verdict = Evaluate(Ready(champion)).Report.Results[0].Verdict;

        verdict.Reason.ShouldEndWith("it tells 'no' from 'yes' in 'bad', not 'yes' from 'no' in 'bad'.");
    }

    [Fact]
    public void Gate_OnASlice_ComparesEachGroup()
    {
        var document = Evaluate(Ready(new FakePredictor(x => x)), "{metric: roc_auc, slice: sex, no-worse-than: champion}");

        document.Report.Results.Select(x => (x.Check.Id, x.Verdict.Outcome)).ShouldBe(
        [
            ("roc_auc/sex=F/no-worse-than", Outcome.Passed),
            ("roc_auc/sex=M/no-worse-than", Outcome.Passed),
            ("roc_auc/sex is missing/no-worse-than", Outcome.Inconclusive),
        ]);
    }

    [Fact]
    public void Gate_GroupThatTheChampionLearnedFrom_IsErrored()
    {
        var learned = Some.Data.TestIndexes.Where(x => Some.Rows["sex"].Text(x) == "F");

        var document = Evaluate(
            Ready(new FakePredictor(x => x), learned), "{metric: roc_auc, slice: sex, no-worse-than: champion}");

        document.Report.Results[0].Verdict.ShouldBe(Verdict.Errored(
            "roc_auc for sex=F was not measured: in the rows that both models can be judged by, there are no rows."));
        document.Report.Results[1].Verdict.Outcome.ShouldBe(Outcome.Passed);
    }

    [Fact]
    public void Gate_OfAnotherKind_DoesNotAskTheChampion()
    {
        var champion = new FakePredictor(x => x);

        Evaluate(Ready(champion), "{metric: roc_auc, at-least: 0.5}");

        champion.Asked.ShouldBeEmpty();
    }

    private static EvaluationDocument Evaluate(Champion champion, string gate = Gate) => Evaluator.Evaluate(
        Some.Request(gate) with { Champion = champion }, TestContext.Current.CancellationToken).Value;

    private static Champion.Ready Ready(IPredictor predictor, IEnumerable<int>? learned = null) =>
        new(Some.ChampionModel, predictor, RowSet.Of((learned ?? []).Select(x => (UInt128)(uint)x)));

    /// <summary>Answers what it was told, row by row.</summary>
    private sealed class Remembering(double[] answers) : IPredictor
    {
        public ModelSignature Signature => Some.Signature;

        public Table Score(Table rows, CancellationToken cancellationToken) =>
            new(new NumberColumn(ModelOutputs.Probability, [.. answers]));

        public void Score(FeatureRow row, Span<double> scored) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
