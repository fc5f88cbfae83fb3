using Pipeline.Core.Checks;
using Pipeline.Data.Profiling;
using Pipeline.Models.Documents;
using Pipeline.Monitoring.Windows;
using static Pipeline.Monitoring.Rules.SomeWindows;

namespace Pipeline.Monitoring.Rules;

public class RuleJudgeTests
{
    [Fact]
    public void Judge_WindowLikeTraining_HoldsToTheStandardRules()
    {
        var judged = Judge(Window(0));

        judged.Results.ShouldNotContain(x => x.Result.Verdict.Outcome > Outcome.Passed);
        judged.Drift!.Drifted.ShouldBeEmpty();
    }

    [Fact]
    public void Judge_UnitSlip_IsDriftOfThatInputAndOutOfItsRange()
    {
        var slipped = Window(0) with
        {
            InputProfiles = [Incomes(1000, 1, 1000), Purposes(1000)],
            Faults = [new ColumnFaults("income", 0, 600, 0, 0)],
        };

        var bad = Judge(slipped).Results.Where(x => x.Result.Verdict.Outcome == Outcome.Failed)
            .Select(x => (x.Rule.Id, x.Result.Measurement.Column));

        bad.ShouldBe([("drift-inputs", "income"), ("out_of_range", "income")]);
    }

    [Fact]
    public void Judge_FewFaults_CannotBeToldFromChance()
    {
        var window = Window(0) with { Faults = [new ColumnFaults("purpose", 15, 0, 0, 0)] };

        Result(Judge(window), "unseen", "purpose").Verdict.Outcome.ShouldBe(Outcome.Inconclusive);
        Result(Judge(window with { Faults = [new ColumnFaults("purpose", 60, 0, 0, 0)] }), "unseen", "purpose")
            .Verdict.Outcome.ShouldBe(Outcome.Failed);
    }

    [Fact]
    public void Judge_NoTraffic_IsNewsAndNothingElseIs()
    {
        var judged = Judge(WindowDocument.Without(Window(0), At(1), At(2)));

        judged.Results.Where(x => x.Result.Verdict.Outcome > Outcome.Passed).Select(x => (x.Rule.Id, x.Result.Verdict.Outcome))
            .ShouldBe([("predictions", Outcome.Failed)]);
    }

    [Fact]
    public void Judge_LearnedLimit_WaitsForItsWindowsAndThenHolds()
    {
        var rule = new MetricRule { Metric = "predictions", Learned = new LearnedLimit { Windows = 3 }, SamplesAtLeast = 1 };
        WindowDocument[] before = [Window(0, 990), Window(1, 1000), Window(2, 1010)];

        Judge(Window(3), rule, before[..2]).Result.Verdict.Outcome.ShouldBe(Outcome.Skipped);
        Judge(Window(3, 1020), rule, before).Result.Verdict.Outcome.ShouldBe(Outcome.Passed);
        Judge(Window(3, 1100), rule, before).Result.Verdict.Outcome.ShouldBe(Outcome.Failed);
    }

    [Fact]
    public void Judge_MetricWithoutOutcomes_SaysNothing()
    {
        var unknown = new Measurement { Name = "roc_auc", Value = new MeasuredValue.NotApplicable("no outcome is known") };
        var rule = new MetricRule { Metric = "roc_auc", Criterion = new Criterion.AtLeast(0.7) };

        Judge(Window(0) with { Measurements = [unknown] }, rule, []).Result.Verdict.Outcome.ShouldBe(Outcome.Skipped);
    }

    [Fact]
    public void Judge_SeriesOfARule_EndsWithTheWindow()
    {
        var rule = new MetricRule { Metric = "predictions", Criterion = new Criterion.AtLeast(1) };

        Judge(Window(2, 30), rule, [Window(0, 10), Window(1, 20)]).Series.ShouldBe([10, 20, 30]);
    }

    [Fact]
    public void Judge_ModelWithoutReference_ComparesNothing()
    {
        var judge = new RuleJudge(new MonitoringSection(), SomeLog.Watched);

        var drift = judge.Judge(Window(0), []).Results.Where(x => x.Rule is DriftRule).ToList();

        drift.Count.ShouldBe(2);
        drift.ShouldAllBe(x => x.Result.Verdict.Outcome == Outcome.Skipped);
    }

    private static JudgedWindow Judge(WindowDocument window) => new RuleJudge(new MonitoringSection(), Model).Judge(window, []);

    private static RuleResult Judge(WindowDocument window, RuleSpec rule, IReadOnlyList<WindowDocument> earlier) =>
        new RuleJudge(new MonitoringSection { Rules = [rule] }, Model).Judge(window, earlier).Results.ShouldHaveSingleItem();

    private static CheckResult Result(JudgedWindow judged, string rule, string column) =>
        judged.Results.Single(x => x.Rule.Id == rule && x.Result.Measurement.Column == column).Result;

    [Fact]
    public void Judge_NewWords_AreSeenWhereTheLengthsAreTheSame()
    {
        var rule = new QualityRule
        {
            Fault = QualityFault.OutOfVocabulary,
            Columns = ["remark"],
            Criterion = new Criterion.AtMost(0.5),
        };
        var model = Model with
        {
            Reference = Model.Reference! with { InputProfiles = [Remarks(0, 2000)] },
        };
        var judge = new RuleJudge(new MonitoringSection { Rules = [rule] }, model);

        var (same, other) = (Window(0) with { InputProfiles = [Remarks(0, 500)] },
            Window(1) with { InputProfiles = [Remarks(100_000, 500)] });

        judge.Judge(same, []).Results.ShouldHaveSingleItem().Result.Verdict.Outcome.ShouldBe(Outcome.Passed);
        judge.Judge(other, [same]).Results.ShouldHaveSingleItem().Result.Verdict.Outcome.ShouldBe(Outcome.Failed);
    }

    [Theory]
    [InlineData(0.60, Outcome.Passed)]
    [InlineData(0.70, Outcome.Failed)]
    public void Judge_DomainClassifier_HasTheUsualLimit(double area, Outcome outcome)
    {
        var rule = new MultivariateRule { Method = Drift.MultivariateMethod.DomainClassifier };
        var measured = new Measurement { Name = "domain_classifier_auc", Value = area, Samples = 1000 };

        Judge(Window(1) with { Measurements = [measured] }, rule, [Window(0)]).Result.Verdict.Outcome.ShouldBe(outcome);
        Judge(Window(1), rule, []).Result.Verdict.Reason.ShouldContain("made before this was asked for");
    }

    private static ColumnProfile Remarks(int from, int count)
    {
        var column = new ColumnAccumulator("remark", DataType.Text);
        column.Add([.. Enumerable.Range(from, count).Select(x => $"{x + 1_000_000}")], [.. Enumerable.Range(0, count)]);
        return column.ToProfile();
    }
}
