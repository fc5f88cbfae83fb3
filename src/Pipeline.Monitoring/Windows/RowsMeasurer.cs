using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Evaluation.Fairness;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Monitoring.Fairness;
using Pipeline.Monitoring.Performance;
using Pipeline.Monitoring.Rules;
using Pipeline.Statistics.Detectors;

namespace Pipeline.Monitoring.Windows;

/// <summary>A window with its rows, as long as there are any.</summary>
/// <param name="Model">That answered.</param>
/// <param name="Window">What is known of it already.</param>
/// <param name="Rows">What was answered, and what came true.</param>
/// <param name="Sample">Some whole rows of inputs; null without rows.</param>
/// <param name="Before">The window before; null for the first.</param>
public sealed record WindowRows(
    WatchedModel Model, WindowDocument Window, PredictionRows Rows, Table? Sample, WindowDocument? Before);

/// <summary>What was measured of a window's rows.</summary>
/// <param name="Measurements">By standard names.</param>
/// <param name="Notes">What whoever reads them should know, as sentences.</param>
public sealed record WindowMeasured(IReadOnlyList<Measurement> Measurements, IReadOnlyList<string> Notes)
{
    /// <summary>Of errors, behind the window; null where no outcome is known.</summary>
    public ErrorWatchState? Watch { get; init; }
}

/// <summary>Measures the rows of a window beyond what its columns show.</summary>
public interface IWindowMeasurer
{
    WindowMeasured Measure(WindowRows window, CancellationToken cancellationToken);
}

/// <summary>Performance as it is known and as it is estimated, what detectors say of its errors, and fairness.</summary>
/// <param name="metrics">All that are known, of any task, in the order of reports.</param>
/// <param name="fairness">How groups are compared.</param>
/// <param name="options">How intervals are made.</param>
public sealed class RowsMeasurer(IReadOnlyList<IMetric> metrics, FairnessSpec fairness, PerformanceOptions options)
    : IWindowMeasurer
{
    public WindowMeasured Measure(WindowRows window, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(window);
        var (measurements, notes, watch) = (new List<Measurement>(), new List<string>(), default(ErrorWatchState));
        if (window.Model.Reference?.Performance is { } reference)
        {
            var reading = new PerformanceMonitor(metrics, options).Measure(window.Rows, reference, null, cancellationToken);
            measurements.AddRange(reading.Measurements);
            notes.AddRange(reading.Notes);
            watch = window.Before?.Watch;
            if (reading.Labelled > 0)
                watch = AddChanges(window.Rows, watch is null ? new(reference) : new(watch), measurements, notes);
        }

        if (new FairnessMonitor(fairness, options).Measure(window.Rows, cancellationToken) is { } groups)
        {
            measurements.AddRange(groups.Measurements.Select(x =>
                x.Measurement with { Column = string.Join(" and ", x.Columns), Slice = null }));
            measurements.AddRange(groups.Groups);
        }

        return new WindowMeasured(measurements, notes) { Watch = watch };
    }

    /// <summary>Goes on from the window before, so that what comes late for a window changes what is said of it alone.</summary>
    private static ErrorWatchState AddChanges(
        PredictionRows rows, ErrorWatch watch, List<Measurement> measurements, List<string> notes)
    {
        var changes = watch.Add(rows);
        foreach (var detector in Enum.GetValues<DetectorKind>())
        {
            var found = changes.Where(x => x.Detector == detector)
                .Where(x => x.Change is { IsIncrease: true, Level: ChangeLevel.Change }).ToList();
            measurements.Add(new Measurement
            {
                Name = NameOf(detector),
                Value = found.Count,
                Samples = rows.LabelledCount,
            });
            notes.AddRange(found.Select(x => string.Create(
                CultureInfo.InvariantCulture,
                $"{NameOf(detector)}: errors became more frequent from {x.Since:yyyy-MM-dd HH:mm} on.")));
        }

        return watch.Save();
    }

    /// <summary>What a detector's changes are counted under: "adwin_change".</summary>
    public static string NameOf(DetectorKind detector) => detector switch
    {
        DetectorKind.PageHinkley => "page_hinkley_change",
        _ => $"{detector.ToString().ToLowerInvariant()}_change",
    };
}
