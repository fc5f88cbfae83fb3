using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Data.Profiling;
using Pipeline.Models.Documents;
using Pipeline.Models.Predictions;
using Pipeline.Monitoring.Windows;
using Pipeline.Statistics;

namespace Pipeline.Monitoring.Rules;

public class RuleJudgeTests
{
    private static readonly WatchedModel Model = SomeLog.Watched with
    {
        Reference = new ReferenceDocument
        {
            ModelDigest = SomeLog.Model,
            Rows = 5000,
            InputProfiles = [Incomes(5000, 0, 1), Purposes(5000)],
            OutputProfiles = [Numbers("probability", 5000, x => x.Unit())],
        },
    };

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

    private static WindowDocument Window(int hour, double predictions = 1000) => new()
    {
        Series = new WindowSeries(SomeLog.Model, IsShadow: false),
        Model = ModelName.Parse("loan-default"),
        From = At(hour),
        To = At(hour + 1),
        Rows = 1000,
        Predictions = predictions,
        InputProfiles = [Incomes(1000, 2, 1), Purposes(1000)],
        OutputProfiles = [Numbers("probability", 1000, x => x.Unit())],
        Latency = Numbers("latency", 1000, x => 1 + x.Unit()),
        Outcomes = new FeedbackCounts(),
    };

    private static DateTimeOffset At(int hour) => SomeLog.Monday + TimeSpan.FromHours(hour);

    private static ColumnProfile Incomes(int rows, int seed, double unit) =>
        Numbers("income", rows, x => unit * (500 + (2000 * x.Unit())), seed);

    private static ColumnProfile Numbers(string name, int rows, Func<Draw, double> draw, int seed = 3)
    {
        var (column, random) = (new ColumnAccumulator(name, DataType.Number), new Draw(seed));
        column.Add([.. Enumerable.Range(0, rows).Select(_ => draw(random))]);
        return column.ToProfile();
    }

    private static ColumnProfile Purposes(int rows)
    {
        var column = new ColumnAccumulator("purpose", DataType.Category);
        column.Add(["car", "home"], [.. Enumerable.Range(0, rows).Select(x => x % 2)]);
        return column.ToProfile();
    }

    private sealed class Draw(int seed)
    {
        private SeededRandom _random = new(seed, 0);

        public double Unit() => _random.Unit();
    }
}
