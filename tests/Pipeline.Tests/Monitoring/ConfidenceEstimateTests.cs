using Pipeline.Core.Checks;
using Pipeline.Evaluation.Metrics;
using Pipeline.Models;
using Pipeline.Monitoring.Performance;
using Pipeline.Statistics;

namespace Pipeline.Monitoring;

public sealed class ConfidenceEstimateTests
{
    private static readonly PerformanceOptions Quick = new() { Resamples = 200 };

    private static IReadOnlyList<IMetric> Binary =>
        [.. StandardMetrics.All.Where(metric => metric.Task == ModelTask.BinaryClassification)];

    [Fact]
    public void Estimate_CalibratedProbabilities_IsNearWhatComesTrue()
    {
        var (before, now) = (SomeRows.Binary(20_000, 1), SomeRows.Binary(20_000, 2, score: x => x * x));
        var reference = ClassProbabilities.Find(before.Answers, before.Outcomes)!;

        var estimated = new ConfidenceEstimate(Binary, reference, Quick).Measure(now.WithoutOutcomes(), CancellationToken.None);

        var real = Evaluated(now);
        foreach (var (measured, value) in estimated.Zip(real))
        {
            if (measured.Name is "estimated_expected_calibration_error" or "estimated_ks")
                continue;
            ((MeasuredValue.Number)measured.Value).Value.ShouldBe(value, 0.015, measured.Name);
        }
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

    private static IReadOnlyList<double> Evaluated(PredictionRows rows) =>
        [.. Binary.Select(metric => metric.Of(new MetricRows(rows.Outcomes, [[.. rows.Answers[0]]], rows.Decision)))];
}
