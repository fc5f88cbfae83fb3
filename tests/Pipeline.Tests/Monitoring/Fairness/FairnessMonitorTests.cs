using Pipeline.Core.Checks;
using Pipeline.Evaluation.Fairness;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Monitoring.Performance;
using Pipeline.Statistics;

namespace Pipeline.Monitoring.Fairness;

public class FairnessMonitorTests
{
    private static readonly PerformanceOptions Quick = new() { Resamples = 300 };
    private static readonly FairnessMonitor Monitor = new(new FairnessSpec(), Quick);

    [Fact]
    public void Measure_WithoutOutcomes_ComparesWhatGroupsAreAnswered()
    {
        var reading = Monitor.Measure(Rows(1500, gap: 0.3).WithoutOutcomes(), CancellationToken.None)!;

        reading.Outcomes.ShouldBeNull();
        reading.Measurements.Select(x => x.Measurement.Name).ShouldBe(
        [
            "demographic_parity_difference", "demographic_parity_ratio", "selection_rate_difference", "selection_rate_ratio",
            "selection_rate_group_min", "selection_rate_group_max", "mean_prediction_difference", "mean_prediction_ratio",
            "mean_prediction_group_min", "mean_prediction_group_max",
        ]);
        var parity = reading.Measurements[0];
        parity.Columns.ShouldBe(["sex"]);
        parity.Measurement.Slice.ShouldBe("sex");
        parity.Measurement.Interval!.Low.ShouldBeGreaterThan(0.2);
        (parity.Disparity.Lowest, parity.Disparity.Highest).ShouldBe(("sex=F", "sex=M"));
    }

    [Fact]
    public void Measure_WithOutcomes_HasTheEvaluationsMetrics()
    {
        var reading = Monitor.Measure(Rows(1500, gap: 0.3), CancellationToken.None)!;

        reading.Measurements.Select(x => x.Measurement.Name).ShouldContain("equalized_odds_difference");
        reading.Measurements.Count(x => x.Measurement.Name == "demographic_parity_difference").ShouldBe(1);
        reading.Outcomes!.Frames[0].Groups.ShouldAllBe(group => group.Classes.Count == 2);
        reading.Answers.Frames[0].Groups.ShouldAllBe(group => group.Classes.Count == 0);
    }

    [Fact]
    public void Groups_OfAColumn_HaveTheirOwnMeasurements()
    {
        var groups = Monitor.Measure(Rows(1500, gap: 0.3), CancellationToken.None)!.Groups;

        groups.ShouldAllBe(x => x.Column == "sex");
        groups.Select(x => (x.Name, x.Slice)).ShouldBeUnique();
        groups.Where(x => x.Name == "selection_rate").Select(x => x.Slice).ShouldBe(["sex=F", "sex=M"], ignoreOrder: true);
        groups.Select(x => x.Name).Distinct().ShouldBe(
            ["selection_rate", "mean_prediction", "true_positive_rate", "accuracy"], ignoreOrder: true);
    }

    [Fact]
    public void Measure_SmallGroup_IsLeftOutAndNamed()
    {
        var rows = Rows(500, gap: 0);
        var names = new CategoryColumnBuilder("sex");
        for (var row = 0; row < rows.Count; row++)
            names.Append(row < 10 ? "X" : row % 2 == 0 ? "F" : "M");

        var reading = Monitor.Measure(rows with { Protected = new Table(names.Build()) }, CancellationToken.None)!;

        reading.Measurements[0].Disparity.LeftOut.ShouldHaveSingleItem().Group.ShouldBe("sex=X");
    }

    /// <summary>One in ten of a group is logged, and all of the other: the overall rate is that of traffic.</summary>
    [Fact]
    public void Measure_SampledRows_CountAsWhatTheyStandFor()
    {
        var rows = Rows(2000, gap: 0.4);
        var weighed = rows with { Weights = [.. Enumerable.Range(0, rows.Count).Select(row => row % 2 == 0 ? 10.0 : 1)] };

        var (plain, by) = (Rate(rows), Rate(weighed));

        by.Overall.ShouldBe(((10 * by.Women) + by.Men) / 11, 1e-9);
        (by.Women, by.Men).ShouldBe((plain.Women, plain.Men));
        by.Samples.ShouldBe(2000);

        static (double Overall, double Women, double Men, long? Samples) Rate(PredictionRows rows)
        {
            var report = Monitor.Measure(rows.WithoutOutcomes(), CancellationToken.None)!.Answers;
            var groups = report.Frames[0].Groups;
            return (Number(report.Overall[0]), Number(groups[0].Measurements[0]), Number(groups[1].Measurements[0]),
                report.Overall[0].Samples);
        }
    }

    [Fact]
    public void Measure_FairWindows_SeldomAccuses()
    {
        var accused = Enumerable.Range(0, 100).Count(seed =>
            Monitor.Measure(Rows(400, gap: 0, seed).WithoutOutcomes(), CancellationToken.None)!.Measurements[0]
                .Measurement.Interval!.Low > 0);

        accused.ShouldBeLessThanOrEqualTo(11);
    }

    [Fact]
    public void Measure_Regression_ComparesPredictions()
    {
        var rows = Rows(400, gap: 0.2);
        var numbers = SomeRows.Of(
            ModelTask.Regression, new ModelLabel.Number("y"), new DecisionRule.None(), [.. rows.Outcomes], [.. rows.Answers[0]]);
        numbers = numbers.WithoutOutcomes() with { Protected = rows.Protected };

        var reading = Monitor.Measure(numbers, CancellationToken.None)!;

        reading.Measurements.Select(x => x.Measurement.Name).ShouldBe(
            ["mean_prediction_difference", "mean_prediction_ratio", "mean_prediction_group_min", "mean_prediction_group_max"]);
    }

    [Fact]
    public void Measure_NoProtectedColumn_IsNothing() =>
        Monitor.Measure(SomeRows.Binary(100, 1), CancellationToken.None).ShouldBeNull();

    private static double Number(Measurement measured) => ((MeasuredValue.Number)measured.Value).Value;

    private static PredictionRows Rows(int count, double gap, int seed = 1)
    {
        var random = new SeededRandom(seed, 1);
        var (scores, outcomes, names) = (new double[count], new double[count], new CategoryColumnBuilder("sex"));
        for (var row = 0; row < count; row++)
        {
            scores[row] = (random.Unit() * (1 - gap)) + (row % 2 == 0 ? 0 : gap);
            outcomes[row] = random.Unit() < scores[row] ? 1 : 0;
            names.Append(row % 2 == 0 ? "F" : "M");
        }

        var rows = SomeRows.Of(
            ModelTask.BinaryClassification, SomeRows.TwoClasses, DecisionRule.Threshold.Usual, outcomes, scores);
        return rows with { Protected = new Table(names.Build()) };
    }
}
