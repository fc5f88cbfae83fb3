using Pipeline.Core.Problems;
using Pipeline.Monitoring;
using Pipeline.Monitoring.Costs;
using Pipeline.Monitoring.Performance;
using Pipeline.Monitoring.Rules;

namespace Pipeline.Delivery.Monitoring;

/// <summary>The numbers that windows of a model may have, by which its rules are checked before anything is read.</summary>
internal sealed class MonitoredMetrics(ModelWorkspace workspace, MonitoringSection section)
{
    /// <exception cref="InvalidInputException">A rule asks for another, with its place in the manifest.</exception>
    public async Task RequireKnownAsync(CancellationToken cancellationToken)
    {
        var metrics = (await workspace.Parts.MetricsAsync(cancellationToken))
            .Where(x => x.Task == workspace.Manifest.Frame.Task).Select(x => x.Name).ToList();
        List<string> known =
        [
            .. WindowFigures.Names, .. metrics, .. metrics.Select(x => PerformanceReading.EstimatedPrefix + x),
            PerformanceReading.CalibrationError, ShadowComparison.Disagreement, ShadowComparison.MeanDifference,
            .. metrics.Select(x => ShadowReading.Prefix + x), .. ServerMeasurements.Names,
        ];
        var problems = (section.Rules ?? []).OfType<MetricRule>().Where(x => !known.Contains(x.Metric))
            .Select(x => workspace.Manifest.Locate($"{workspace.Manifest.PathOf(x)}.metric").Problem(
                $"'{x.Metric}' is measured of no window.", NearestNames.Hint(x.Metric, known)))
            .ToList();
        if (problems.Count > 0)
            throw new InvalidInputException(problems);
    }
}
