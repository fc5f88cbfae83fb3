using Pipeline.Core.Checks;
using Pipeline.Evaluation.Metrics;
using Pipeline.Models;
using Pipeline.Monitoring.Rules;
using Pipeline.Statistics.Detectors;
using Pipeline.Testing;

namespace Pipeline.Monitoring.Performance;

/// <summary>
/// Real traffic whose concept drifts: the model gets worse, and its probabilities go on being sure of themselves. What estimates
/// can follow, and how late, is what is proved here.
/// </summary>
public class ElectricityReplayTests
{
    private const double Margin = 0.05;

    private static readonly PerformanceOptions Quick = new() { Resamples = 100 };
    private static readonly IReadOnlyList<IMetric> Metrics =
        [.. StandardMetrics.All.Where(x => x.Name is "roc_auc" or "accuracy")];

    private static readonly Lazy<ElectricityReplay> Replay = new(() =>
        ElectricityReplay.Of(Repository.Shared("data", "electricity.csv"), Quick, StandardMetrics.All, CancellationToken.None));

    [Fact]
    public void Replay_Labelled_ShowsTheDecayAndThatProbabilitiesLie()
    {
        var readings = Read(Replay.Value.Reference, recalibrate: false);

        var evaluated = Of(Replay.Value.Reference.Measurements, "roc_auc");
        readings.Min(x => Of(x.Real, "roc_auc")).ShouldBeLessThan(evaluated - 0.2);
        readings.Take(3).ShouldContain(x => IsWorse(x.Real, "roc_auc"));
        readings.Take(3).ShouldContain(x => x.IsCalibrationDrifted);
    }

    /// <summary>With outcomes a window late, estimates are at most a window behind, and near.</summary>
    [Fact]
    public void Replay_RecalibratedByTheWindowBefore_FollowsWithinAWindow()
    {
        var readings = Read(Replay.Value.Reference, recalibrate: true);
        var untouched = Read(Replay.Value.Reference, recalibrate: false);

        var evaluated = Of(Replay.Value.Reference.Measurements, "roc_auc");
        var error = readings.Average(Error);
        error.ShouldBeLessThan(0.5 * untouched.Average(Error));
        error.ShouldBeLessThan(0.7 * readings.Average(x => Math.Abs(Of(x.Real, "roc_auc") - evaluated)));
        var real = readings.FindIndex(x => IsWorse(x.Real, "roc_auc"));
        var estimated = readings.FindIndex(x => IsWorse(x.Estimated, "estimated_roc_auc"));
        estimated.ShouldBeInRange(0, real + 1);
    }

    [Fact]
    public void Replay_Errors_AreSeenByDetectors()
    {
        var watch = new ErrorWatch(Replay.Value.Reference);

        var found = Replay.Value.Windows.SelectMany(watch.Add)
            .Where(x => x.Change is { Level: ChangeLevel.Change, IsIncrease: true })
            .Select(x => x.Detector).Distinct();

        found.ShouldBe(Enum.GetValues<DetectorKind>(), ignoreOrder: true);
    }

    private static List<PerformanceReading> Read(PerformanceReference reference, bool recalibrate)
    {
        var (monitor, readings) = (new PerformanceMonitor(Metrics, Quick), new List<PerformanceReading>());
        foreach (var window in Replay.Value.Windows)
        {
            readings.Add(monitor.Measure(window, reference, null, TestContext.Current.CancellationToken));
            reference = recalibrate ? reference.Recalibrate(window) : reference;
        }

        return readings;
    }

    private static double Error(PerformanceReading reading) =>
        Math.Abs(Of(reading.Real, "roc_auc") - Of(reading.Estimated, "estimated_roc_auc"));

    private static bool IsWorse(IReadOnlyList<Measurement> measured, string name)
    {
        var criterion = new Criterion.NoWorseThan(MetricRule.Evaluation, Margin);
        return criterion.Judge(measured.Single(x => x.Name == name)).Outcome == Outcome.Failed;
    }

    private static double Of(IReadOnlyList<Measurement> measured, string name) =>
        ((MeasuredValue.Number)measured.Single(x => x.Name == name).Value).Value;
}
