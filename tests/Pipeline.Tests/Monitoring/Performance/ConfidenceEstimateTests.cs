using Pipeline.Core.Checks;
using Pipeline.Evaluation.Metrics;
using Pipeline.Models;
using Pipeline.Statistics;
using Pipeline.Testing;

namespace Pipeline.Monitoring.Performance;

public class ConfidenceEstimateTests
{
    private static readonly PerformanceOptions Quick = new() { Resamples = 200 };

    private static IReadOnlyList<IMetric> Binary => Metrics(ModelTask.BinaryClassification);

    [Fact]
    public void Values_OfTwoClasses_AreTheDefinitionsWrittenOut()
    {
        var fixture = PerformanceFixture.Section("binary");
        var reference = ClassProbabilities.Find([fixture.Numbers("reference")], fixture.Numbers("labels"))!;
        var rows = SomeRows.Of(
            ModelTask.BinaryClassification,
            SomeRows.TwoClasses,
            DecisionRule.Threshold.Usual,
            [.. fixture.Numbers("window").Select(_ => double.NaN)],
            fixture.Numbers("window")) with
        {
            Weights = [.. fixture.Numbers("weights")],
        };

        var values = new ConfidenceEstimate(Binary, reference, Quick).Values(rows);

        new ClassProbabilities(reference).Of(rows.Answers)[1].ShouldBe(fixture.Numbers("calibrated"), 1e-12);
        foreach (var (name, value) in fixture.Named("expected"))
            values[Place(Binary, name)].ShouldBe(value, 1e-9, name);
        fixture.Named("expected").Count().ShouldBe(Binary.Count);
    }

    [Fact]
    public void Values_OfSeveralClasses_AreTheDefinitionsWrittenOut()
    {
        var fixture = PerformanceFixture.Section("classes");
        var metrics = Metrics(ModelTask.MulticlassClassification);
        var reference = ClassProbabilities.Find(fixture.Columns("reference"), fixture.Numbers("labels"))!;
        var window = fixture.Columns("window");
        var rows = SomeRows.Of(
            ModelTask.MulticlassClassification,
            new ModelLabel.Classes("label", ["a", "b", "c"]),
            new DecisionRule.ArgMax(),
            [.. window[0].Select(_ => double.NaN)],
            window);

        var values = new ConfidenceEstimate(metrics, reference, Quick).Values(rows);

        var calibrated = new ClassProbabilities(reference).Of(window);
        for (var place = 0; place < 3; place++)
            calibrated[place].ShouldBe(fixture.Columns("calibrated")[place], 1e-12);
        foreach (var (name, value) in fixture.Named("expected"))
            values[Place(metrics, name)].ShouldBe(value, 1e-9, name);
    }

    [Fact]
    public void Estimate_OfOtherTraffic_IsNearWhatComesTrue()
    {
        var (before, now) = (SomeRows.Binary(20_000, 1), SomeRows.Binary(20_000, 2, score: x => x * x));
        var reference = ClassProbabilities.Find(before.Answers, before.Outcomes)!;

        var estimated = new ConfidenceEstimate(Binary, reference, Quick).Measure(now.WithoutOutcomes(), CancellationToken.None);

        foreach (var (measured, value) in estimated.Zip(Evaluated(now)))
            Number(measured).ShouldBe(value, 0.015, measured.Name);
    }

    [Fact]
    public void Estimate_Certain_IsTheMetric()
    {
        double[] scores = [0.1, 0.2, 0.6, 0.3, 0.7, 0.9];
        double[] outcomes = [0, 0, 0, 1, 1, 1];
        var rows = SomeRows.Of(
            ModelTask.BinaryClassification, SomeRows.TwoClasses, DecisionRule.Threshold.Usual, outcomes, scores);
        var certain = new ProbabilityReference
        {
            Calibration = new Calibration.Isotonic([0.1, 0.2, 0.3, 0.6, 0.7, 0.9], [0, 0, 1, 0, 1, 1]),
            Places = [0.5],
            Rows = [2],
            Positives = [1],
        };

        var estimated = new ConfidenceEstimate(Binary, [certain], Quick).Values(rows);

        estimated.Zip(Evaluated(rows)).ShouldAllBe(x => Math.Abs(x.First - x.Second) < 1e-12);
    }

    /// <summary>Windows of which it is known what comes true: the intervals hold it as often as they say.</summary>
    [Theory]
    [InlineData(100)]
    [InlineData(1000)]
    public void Estimate_ManyWindows_HoldsWhatComesTrue(int rows)
    {
        const int Windows = 150;
        string[] names = ["roc_auc", "log_loss", "accuracy", "f1", "precision", "recall"];
        IReadOnlyList<IMetric> metrics = [.. Binary.Where(metric => names.Contains(metric.Name))];
        var held = new int[metrics.Count];
        for (var window = 0; window < Windows; window++)
        {
            var before = SomeRows.Binary(2000, 2 * window, Meaning);
            var now = SomeRows.Binary(rows, (2 * window) + 1, Meaning, Shifted);
            var reference = ClassProbabilities.Find(before.Answers, before.Outcomes)!;
            var estimated = new ConfidenceEstimate(metrics, reference, Quick).Measure(now, CancellationToken.None);
            foreach (var (place, measured) in estimated.Index())
            {
                var real = Evaluated(now)[Place(Binary, metrics[place].Name)];
                held[place] += real >= measured.Interval!.Low && real <= measured.Interval.High ? 1 : 0;
            }
        }

        held.ShouldAllBe(count => count >= 0.9 * Windows);

        static double Meaning(double score) => score * (0.5 + (0.5 * score));

        static double Shifted(double x) => Math.Sqrt(x);
    }

    [Fact]
    public void Estimate_RowsOnSeveralThreads_IsTheSame()
    {
        var (before, now) = (SomeRows.Binary(500, 1), SomeRows.Binary(6000, 2));
        var reference = ClassProbabilities.Find(before.Answers, before.Outcomes)!;

        var (one, four) = (Estimate(1), Estimate(4));

        one.ShouldBe(four);

        IReadOnlyList<Measurement> Estimate(int threads) =>
            new ConfidenceEstimate(Binary, reference, Quick with { Threads = threads }).Measure(now, CancellationToken.None);
    }

    /// <summary>More rows than are drawn: what is left is narrower, as all rows together are.</summary>
    [Fact]
    public void Estimate_ManyRows_IsSurerThanFew()
    {
        var before = SomeRows.Binary(200_000, 1);
        var reference = ClassProbabilities.Find(before.Answers, before.Outcomes)!;

        var widths = ((int[])[1000, 4000, 64_000]).Select(count => Width(SomeRows.Binary(count, 2))).ToList();

        (widths[0] / widths[1]).ShouldBeInRange(1.6, 2.4);
        (widths[1] / widths[2]).ShouldBeInRange(2.5, 4.5);

        double Width(PredictionRows rows) =>
            new ConfidenceEstimate([Binary[Place(Binary, "accuracy")]], reference, Quick).Measure(rows, CancellationToken.None)[0]
                .Interval is { } x ? x.High - x.Low : 0;
    }

    private static int Place(IReadOnlyList<IMetric> metrics, string name) =>
        metrics.Index().Single(x => x.Item.Name == name).Index;

    private static IReadOnlyList<IMetric> Metrics(ModelTask task) =>
        [.. StandardMetrics.All.Where(metric => metric.Task == task)];

    private static double Number(Measurement measured) => ((MeasuredValue.Number)measured.Value).Value;

    private static IReadOnlyList<double> Evaluated(PredictionRows rows) =>
        [.. Binary.Select(metric => metric.Of(new MetricRows(rows.Outcomes, [[.. rows.Answers[0]]], rows.Decision)))];
}
