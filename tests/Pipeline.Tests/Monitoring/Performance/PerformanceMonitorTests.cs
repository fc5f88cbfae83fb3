using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Evaluation.Metrics;
using Pipeline.Evaluation.Production;
using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Monitoring.Performance;

public class PerformanceMonitorTests
{
    private static readonly PerformanceOptions Quick = new() { Resamples = 300 };
    private static readonly PerformanceMonitor Monitor = new(StandardMetrics.All, Quick);
    private static readonly PerformanceReference Reference = ReferenceOf(SomeRows.Binary(4000, 1));

    [Fact]
    public void Measure_LabelledRows_AreTheEvaluationsMetrics()
    {
        var rows = SomeRows.Binary(500, 2);

        var reading = Measure(rows);

        var evaluated = new OutcomeSensor(StandardMetrics.All, new BootstrapOptions { Resamples = 300 }, 0.95)
            .Measure(rows.ToOutcomes(), CancellationToken.None);
        reading.Real.Select(x => x with { Comparison = null }).ShouldBe(evaluated);
        reading.Labelled.ShouldBe(500);
        reading.Estimated.Select(x => x.Name).ShouldBe(reading.Real.Select(x => $"estimated_{x.Name}"));
        reading.Points.Count(x => x is { Metric: "roc_auc" }).ShouldBe(2);
    }

    [Fact]
    public void Measure_SomeRowsLabelled_EstimatesAllAndMeasuresThose()
    {
        var rows = SomeRows.Binary(600, 2);
        rows = rows with { Outcomes = [.. rows.Outcomes.Select((x, row) => row < 200 ? x : double.NaN)] };

        var reading = Measure(rows);

        reading.Real.First(x => x.Name == "accuracy").Samples.ShouldBe(200);
        reading.Estimated.ShouldAllBe(x => x.Samples == 600);
    }

    [Fact]
    public void Measure_NoRowLabelled_SaysSoAndEstimates()
    {
        var reading = Measure(SomeRows.Binary(300, 2).WithoutOutcomes());

        reading.Real.ShouldAllBe(x => x.Value is MeasuredValue.NotApplicable);
        reading.Estimated.ShouldAllBe(x => x.Value is MeasuredValue.Number);
        reading.Calibration.ShouldBeNull();
    }

    [Fact]
    public void Measure_NoRows_MeasuresNothing()
    {
        var reading = Measure(SomeRows.Binary(0, 2));

        reading.Measurements.ShouldAllBe(x => x.Value is MeasuredValue.NotApplicable);
    }

    [Theory]
    [InlineData(false, Outcome.Passed)]
    [InlineData(true, Outcome.Failed)]
    public void Compare_WithTheEvaluation_TellsDecayFromChance(bool decays, Outcome expected)
    {
        var rows = SomeRows.Binary(3000, 3, decays ? score => 0.25 + (0.5 * score) : null);

        var measured = Measure(rows).Real.Single(x => x.Name == "roc_auc");

        new Criterion.NoWorseThan("evaluation", 0.05).Judge(measured).Outcome.ShouldBe(expected);
        measured.Comparison!.Value.ShouldBe(Reference.Measurements.Single(x => x.Name == "roc_auc").Value);
    }

    /// <summary>What no estimate can see, and the reason why outcomes are worth having.</summary>
    [Fact]
    public void Calibration_MeaningHasChanged_IsDrifted()
    {
        var drifted = Measure(SomeRows.Binary(1000, 3, score => 0.2 + (0.6 * score)));
        var well = Measure(SomeRows.Binary(1000, 3));

        drifted.IsCalibrationDrifted.ShouldBeTrue();
        drifted.Notes.ShouldHaveSingleItem().ShouldStartWith("Probabilities no longer mean what they meant");
        drifted.Calibration!.Comparison!.PValue!.Value.ShouldBeLessThan(0.01);
        well.IsCalibrationDrifted.ShouldBeFalse();
        well.Notes.ShouldBeEmpty();
    }

    [Fact]
    public void Calibration_ManyWindowsWithoutDrift_SeldomIsSaidToDrift()
    {
        var test = new CalibrationTest(Reference.Probabilities, new PerformanceOptions { Resamples = 200 });

        var drifted = Enumerable.Range(100, 200)
            .Count(seed => CalibrationTest.IsDrifted(test.Measure(SomeRows.Binary(300, seed), CancellationToken.None)));

        drifted.ShouldBeLessThanOrEqualTo(6);
    }

    [Theory]
    [InlineData(1.0, false)]
    [InlineData(0.3, true)]
    public void Calibration_OfSeveralClasses_IsOfTheMostProbableOne(double kept, bool isDrifted)
    {
        var reference = ReferenceOf(Classes(4000, 1, 1));

        var reading = Monitor.Measure(Classes(1500, 2, kept), reference, null, CancellationToken.None);

        reading.IsCalibrationDrifted.ShouldBe(isDrifted);
        reading.Estimated.ShouldAllBe(x => x.Value is MeasuredValue.Number && x.Interval!.IsUsable);
    }

    /// <summary>A share of the outcomes comes by the probabilities, and the others by chance.</summary>
    private static PredictionRows Classes(int count, int seed, double kept)
    {
        var random = new SeededRandom(seed, 0);
        var (columns, outcomes) = (new double[3][], new double[count]);
        for (var place = 0; place < 3; place++)
            columns[place] = new double[count];
        for (var row = 0; row < count; row++)
        {
            var parts = Enumerable.Range(0, 3).Select(_ => -Math.Log(1 - random.Unit())).ToArray();
            for (var place = 0; place < 3; place++)
                columns[place][row] = parts[place] / parts.Sum();
            var (drawn, isKept) = (random.Unit(), random.Unit() < kept);
            outcomes[row] = !isKept ? random.Below(3)
                : drawn < columns[0][row] ? 0
                : drawn < columns[0][row] + columns[1][row] ? 1
                : 2;
        }

        return SomeRows.Of(
            ModelTask.MulticlassClassification,
            new ModelLabel.Classes("label", ["a", "b", "c"]),
            new DecisionRule.ArgMax(),
            outcomes,
            columns);
    }

    [Fact]
    public void Measure_ReferenceOfOneClass_SaysWhyNothingIsEstimated()
    {
        var reading = Monitor.Measure(
            SomeRows.Binary(100, 2), Reference with { Probabilities = [] }, null, CancellationToken.None);

        reading.Estimated.ShouldAllBe(x => x.Value is MeasuredValue.NotMeasured);
        reading.Real.ShouldAllBe(x => x.Value is MeasuredValue.Number);
    }

    [Fact]
    public void Measure_Again_IsTheSame() => Measure(SomeRows.Binary(300, 2)).Measurements
        .ShouldBe(Measure(SomeRows.Binary(300, 2)).Measurements);

    private static PerformanceReading Measure(PredictionRows rows) =>
        Monitor.Measure(rows, Reference, null, CancellationToken.None);

    internal static PerformanceReference ReferenceOf(PredictionRows rows) => new()
    {
        Model = Digest.OfBytes([]),
        Task = rows.Task,
        Label = rows.Label,
        Rows = rows.Count,
        Measurements = new OutcomeSensor(StandardMetrics.All, new BootstrapOptions { Resamples = 300 }, 0.95)
            .Measure(rows.ToOutcomes(), CancellationToken.None),
        Probabilities = rows.Task == ModelTask.Regression ? [] : ClassProbabilities.Find(rows.Answers, rows.Outcomes)!,
    };
}
