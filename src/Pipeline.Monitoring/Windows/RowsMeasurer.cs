using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Evaluation.Fairness;
using Pipeline.Models;
using Pipeline.Monitoring.Drift;
using Pipeline.Monitoring.Fairness;
using Pipeline.Monitoring.Performance;
using Pipeline.Monitoring.Rules;
using Pipeline.Statistics.Detectors;

namespace Pipeline.Monitoring.Windows;

/// <summary>A window with its rows, as long as there are any.</summary>
/// <param name="Model">That answered.</param>
/// <param name="Window">What is known of it already.</param>
/// <param name="Rows">What was answered, and what came true.</param>
/// <param name="Sample">Some whole rows of inputs; null where all inputs are personal.</param>
/// <param name="Before">The window before; null for the first.</param>
public sealed record WindowRows(
    WatchedModel Model, WindowDocument Window, PredictionRows Rows, RowSample? Sample, WindowDocument? Before)
{
    /// <summary>By the last window before with enough outcomes; null where there is none.</summary>
    public KeptCalibration? Calibration { get; init; }
}

/// <summary>What was measured of a window's rows.</summary>
/// <param name="Measurements">By standard names.</param>
/// <param name="Notes">What whoever reads them should know, as sentences.</param>
public sealed record WindowMeasured(IReadOnlyList<Measurement> Measurements, IReadOnlyList<string> Notes)
{
    /// <summary>Of errors, behind the window; null where no outcome is known.</summary>
    public ErrorWatchState? Watch { get; init; }

    /// <summary>What probabilities mean by the outcomes of this window; null where too few are known.</summary>
    public KeptCalibration? Calibration { get; init; }
}

/// <summary>Measures the rows of a window beyond what its columns show.</summary>
public interface IWindowMeasurer
{
    WindowMeasured Measure(WindowRows window, CancellationToken cancellationToken);

    /// <param name="shadow">What was answered to copies.</param>
    /// <param name="champion">What people were answered, row by row to the same requests.</param>
    /// <param name="cancellationToken">Ends it between two resamples.</param>
    ShadowReading Compare(PredictionRows shadow, PredictionRows champion, CancellationToken cancellationToken);
}

/// <summary>
/// Performance as it is known and as it is estimated, what detectors say of its errors, fairness, and what changed between
/// columns.
/// </summary>
/// <param name="metrics">All that are known, of any task, in the order of reports.</param>
/// <param name="fairness">How groups are compared.</param>
/// <param name="options">How intervals are made.</param>
public sealed class RowsMeasurer(IReadOnlyList<IMetric> metrics, FairnessSpec fairness, PerformanceOptions options)
    : IWindowMeasurer, IDisposable
{
    private readonly Dictionary<Digest, (LossModels? Models, string? Trouble)> _losses = [];

    /// <summary>Loads what a reference keeps of losses; null, the default, estimates none.</summary>
    public PredictorCatalog? Predictors { get; init; }

    /// <summary>What changed between columns; nothing by default.</summary>
    public MultivariateMonitor Multivariate { get; init; } = new();

    public void Dispose()
    {
        foreach (var (models, _) in _losses.Values)
            models?.Dispose();
    }

    public WindowMeasured Measure(WindowRows window, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(window);
        var (measurements, notes) = (new List<Measurement>(), new List<string>());
        var (watch, calibration) = (default(ErrorWatchState), default(KeptCalibration));
        if (window.Model.Reference?.Performance is { } reference)
        {
            var reading = Performance(window, reference, notes, cancellationToken);
            measurements.AddRange(reading.Measurements);
            notes.AddRange(reading.Notes);
            watch = window.Before?.Watch;
            if (reading.Labelled > 0)
                watch = AddChanges(window.Rows, watch is null ? new(reference) : new(watch), measurements, notes);
            if (reading.Calibration is not null && reading.Labelled >= PerformanceMonitor.FewestToRecalibrate)
                calibration = new KeptCalibration(window.Window.From, window.Window.To) { Probabilities = reading.Recalibrated };
        }

        measurements.AddRange(Fairness(window.Rows, cancellationToken));
        if (window.Rows.Joined is { } joined)
        {
            // Of rows without an outcome nobody knows the groups.
            int[] known = [.. Enumerable.Range(0, joined.RowCount).Where(row => joined.Columns.All(x => !x.IsMissing(row)))];
            measurements.AddRange(Fairness(window.Rows.Take(known) with { Protected = joined.Select(known) }, cancellationToken));
        }

        measurements.AddRange(Multivariate.Measure(window.Model, window.Sample?.Inputs, cancellationToken));
        return new WindowMeasured(measurements, notes) { Watch = watch, Calibration = calibration };
    }

    public ShadowReading Compare(PredictionRows shadow, PredictionRows champion, CancellationToken cancellationToken) =>
        new ShadowComparison(metrics, options).Measure(shadow, champion, cancellationToken);

    private IEnumerable<Measurement> Fairness(PredictionRows rows, CancellationToken cancellationToken)
    {
        if (new FairnessMonitor(fairness, options).Measure(rows, cancellationToken) is not { } groups)
            return [];
        var differences = groups.Measurements.Select(x =>
            x.Measurement with { Column = string.Join(" and ", x.Columns), Slice = null });
        return [.. differences, .. groups.Groups];
    }

    private PerformanceReading Performance(
        WindowRows window, PerformanceReference reference, List<string> notes, CancellationToken cancellationToken)
    {
        var monitor = new PerformanceMonitor(metrics, options) { Recalibrated = window.Calibration?.Probabilities };
        var reading = monitor.Measure(window.Rows, reference, null, cancellationToken);
        if (reference.Task != ModelTask.Regression || window.Sample is not { } sample
            || LossesOf(window.Model, notes) is not { } losses)
        {
            return reading;
        }

        // Inputs are kept of some rows alone, and these stand for the others.
        var rows = window.Rows.Take(sample.Rows) with { Inputs = sample.Inputs };
        return reading with { Estimated = monitor.Estimate(rows, reference, losses, cancellationToken) };
    }

    private LossModels? LossesOf(WatchedModel model, List<string> notes)
    {
        if (Predictors is null)
            return null;
        if (!_losses.TryGetValue(model.Digest, out var known))
        {
            try
            {
                known = (KeptModels.Load(model.Reference, Predictors), null);
            }
            catch (UnreadableModelException exception)
            {
                known = (null, exception.Message);
            }

            _losses[model.Digest] = known;
        }

        if (known.Trouble is { } trouble)
            notes.Add(trouble);
        return known.Models;
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
