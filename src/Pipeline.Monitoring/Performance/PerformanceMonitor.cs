using Pipeline.Core.Checks;
using Pipeline.Evaluation.Production;
using Pipeline.Models;
using Pipeline.Monitoring.Rules;

namespace Pipeline.Monitoring.Performance;

/// <summary>
/// Says of a window how good the model was: by the evaluation's own metrics where it is known what came true, and by what is
/// expected where it is not. The same rows give the same reading, on any number of threads.
/// </summary>
/// <param name="metrics">All that are known, of any task, in the order of reports.</param>
/// <param name="options">How intervals are made.</param>
public sealed class PerformanceMonitor(IReadOnlyList<IMetric> metrics, PerformanceOptions options)
{
    /// <summary>Of fewer labelled rows nobody learns what probabilities mean by now.</summary>
    public const int FewestToRecalibrate = 200;

    /// <summary>What probabilities meant by the outcomes of a window before, for estimates; null as in the evaluation.</summary>
    public IReadOnlyList<ProbabilityReference>? Recalibrated { get; init; }

    /// <param name="rows">What one model answered.</param>
    /// <param name="reference">What that model was like when it was evaluated.</param>
    /// <param name="losses">Loaded once for all windows; null for a task that has none, or a reference without.</param>
    /// <param name="cancellationToken">Ends it between two resamples.</param>
    /// <exception cref="ArgumentException">The reference is of another task.</exception>
    public PerformanceReading Measure(
        PredictionRows rows, PerformanceReference reference, LossModels? losses, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(reference);
        if (rows.Task != reference.Task)
            throw new ArgumentException($"The reference is of {TaskKind.Of(reference.Task).Words}.", nameof(reference));
        var labelled = rows.Labelled();
        var test = labelled.Count == 0 || reference.Probabilities.Count == 0
            ? null
            : new CalibrationTest(reference.Probabilities, options).Measure(labelled, cancellationToken);
        var isDrifted = test is not null && CalibrationTest.IsDrifted(test);
        return new PerformanceReading
        {
            Rows = rows.Count,
            Labelled = labelled.Count,
            Real = [.. Real(labelled, cancellationToken).Select(measured => Compared(measured, measured.Name, reference))],
            Estimated = Estimate(rows, reference, losses, cancellationToken),
            Calibration = test,
            IsCalibrationDrifted = isDrifted,
            Recalibrated = isDrifted && labelled.Count >= FewestToRecalibrate
                ? reference.Recalibrate(labelled).Probabilities
                : null,
            Notes = isDrifted ? [CalibrationTest.Note(test!, Recalibrated is not null)] : [],
        };
    }

    /// <summary>Estimates alone, of rows that may stand for more.</summary>
    /// <inheritdoc cref="Measure"/>
    internal IReadOnlyList<Measurement> Estimate(
        PredictionRows rows, PerformanceReference reference, LossModels? losses, CancellationToken cancellationToken)
    {
        var estimates = Recalibrated is null ? reference : reference with { Probabilities = Recalibrated };
        return
        [
            .. Estimated(rows, estimates, losses, cancellationToken).Select(measured =>
                Compared(measured, measured.Name[PerformanceReading.EstimatedPrefix.Length..], reference)),
        ];
    }

    private IReadOnlyList<IMetric> OfTask(ModelTask task) => [.. metrics.Where(metric => metric.Task == task)];

    private IEnumerable<Measurement> Real(PredictionRows labelled, CancellationToken cancellationToken)
    {
        if (labelled.Count > 0)
        {
            return new OutcomeSensor(metrics, options.Resampling, options.Confidence)
                .Measure(labelled.ToOutcomes(), cancellationToken);
        }

        return OfTask(labelled.Task).Select(metric => new Measurement
        {
            Name = metric.Name,
            Value = new MeasuredValue.NotApplicable("of no row it is known what came true"),
            Samples = 0,
        });
    }

    private IEnumerable<Measurement> Estimated(
        PredictionRows rows, PerformanceReference reference, LossModels? losses, CancellationToken cancellationToken)
    {
        if (rows.Task == ModelTask.Regression)
        {
            return LossEstimate.Metrics.Select(name => losses is null || rows.Count == 0
                ? Without(name, rows.Count == 0 ? NoRows : "the evaluation kept no model of losses")
                : losses.Measure(name, rows, reference, options, cancellationToken));
        }

        if (rows.Count > 0 && reference.Probabilities.Count > 0)
        {
            return new ConfidenceEstimate(OfTask(rows.Task), reference.Probabilities, options)
                .Measure(rows, cancellationToken);
        }

        return OfTask(rows.Task).Select(metric => Without(
            metric.Name, rows.Count == 0 ? NoRows : "not each class has a row among those that the model was judged by"));
    }

    private const string NoRows = "there are no rows";

    private static Measurement Without(string metric, string reason) => new()
    {
        Name = PerformanceReading.EstimatedPrefix + metric,
        Value = reason == NoRows ? new MeasuredValue.NotApplicable(reason) : new MeasuredValue.NotMeasured(reason),
        Samples = 0,
    };

    /// <summary>
    /// Window and evaluation are of different rows: the variances of both add up, and each is taken from its interval.
    /// </summary>
    private Measurement Compared(Measurement measured, string name, PerformanceReference reference)
    {
        var (metric, then) = (metrics.FirstOrDefault(x => x.Task == reference.Task && x.Name == name),
            reference.Measurements.FirstOrDefault(x => x.Name == name));
        if (metric is null || then is null || measured.Value is not MeasuredValue.Number(var now))
            return measured;
        var comparison = new Comparison
        {
            Reference = MetricRule.Evaluation,
            Value = then.Value,
            HigherIsBetter = metric.HigherIsBetter,
            IsOfDistance = metric.IsBestAtZero,
        };
        if (then.Value is not MeasuredValue.Number(var before))
            return measured with { Comparison = comparison };
        var difference = metric.IsBestAtZero ? Math.Abs(now) - Math.Abs(before) : now - before;
        return measured with
        {
            Comparison = comparison with { Difference = Difference(difference, now, measured, before, then) },
        };
    }

    /// <summary>Each end by the half of an interval that it depends on (Newcombe 1998, "square-and-add").</summary>
    private ConfidenceInterval? Difference(
        double difference, double now, Measurement measured, double before, Measurement then)
    {
        if (measured.Interval is not { IsUsable: true } ours || then.Interval is not { IsUsable: true } theirs)
            return null;
        return new ConfidenceInterval(
            difference - Length(now - ours.Low, theirs.High - before),
            difference + Length(ours.High - now, before - theirs.Low),
            options.Confidence);

        static double Length(double first, double second) => Math.Sqrt((first * first) + (second * second));
    }
}
