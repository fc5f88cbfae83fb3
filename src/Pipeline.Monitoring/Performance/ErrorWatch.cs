using Pipeline.Core.Checks;
using Pipeline.Models;
using Pipeline.Monitoring.Rules;
using Pipeline.Statistics.Detectors;

namespace Pipeline.Monitoring.Performance;

/// <summary>
/// Looks for a change in how often, or how far, one model is wrong: row by row in the order of time, over windows and runs. It is
/// not for two threads at once.
/// </summary>
/// <remarks>
/// Of classes an error is 1 and a right answer 0. Of numbers DDM sees whether the absolute error is above the evaluation's median
/// one, and the others see <c>e / (e + m)</c>, where m is the evaluation's mean absolute error: between 0 and 1, about a half
/// while nothing changes, and deaf to single outliers.
/// </remarks>
public sealed class ErrorWatch
{
    private const int MostMarks = 1024;

    private readonly ErrorWatchState _begin;
    private readonly List<(DetectorKind Kind, ChangeDetector Detector)> _detectors;
    private readonly List<WatchedRow> _marks;
    private long _every;
    private long _rows;

    /// <param name="reference">Of the model that is watched.</param>
    /// <param name="detectors">Who looks; all by default.</param>
    public ErrorWatch(PerformanceReference reference, IReadOnlyList<DetectorKind>? detectors = null)
        : this(ErrorWatchState.Begin(reference, detectors ?? Enum.GetValues<DetectorKind>()))
    {
    }

    /// <summary>Goes on from where another was saved.</summary>
    public ErrorWatch(ErrorWatchState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (_begin, _marks, _every, _rows) = (state, [.. state.Marks], state.MarkedEvery, state.Rows);
        _detectors = [.. state.Detectors.Select(x => (x.Kind, ChangeDetector.Resume(x.State)))];
    }

    public ErrorWatchState Save() => _begin with
    {
        Rows = _rows,
        MarkedEvery = _every,
        Marks = [.. _marks],
        Detectors = [.. _detectors.Select(x => new WatchingDetector(x.Kind, x.Detector.Save()))],
    };

    /// <summary>Takes the labelled rows, in the order of their times; others are passed over.</summary>
    /// <returns>In the order of the rows. What became better is told, too.</returns>
    public IReadOnlyList<ErrorChange> Add(PredictionRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var found = new List<ErrorChange>();
        var order = Enumerable.Range(0, rows.Count).Where(row => !double.IsNaN(rows.Outcomes[row]))
            .OrderBy(row => rows.Times[row]).ToList();
        var first = _rows;
        foreach (var row in order)
        {
            Mark(rows.Times[row]);
            var error = rows.Task == ModelTask.Regression
                ? Math.Abs(rows.Answers[0][row] - rows.Outcomes[row])
                : rows.AnsweredClass(row) == (int)rows.Outcomes[row] ? 0 : 1;
            _rows++;
            foreach (var (kind, detector) in _detectors)
            {
                if (detector.Add(Seen(rows.Task, kind, error)) is { } change)
                    found.Add(new ErrorChange(kind, change, rows.Times[row], TimeOf(change.Since)));
            }
        }

        return found;

        DateTimeOffset TimeOf(long row) => row >= first
            ? rows.Times[order[(int)(row - first)]]
            : _marks.Last(mark => mark.Row <= row || mark == _marks[0]).Time;
    }

    private double Seen(ModelTask task, DetectorKind kind, double error) =>
        task != ModelTask.Regression ? error
        : kind == DetectorKind.Ddm ? error > _begin.MedianError ? 1 : 0
        : error + _begin.MeanError > 0 ? error / (error + _begin.MeanError) : 0;

    /// <summary>When each so manyth row was, so that a change can be dated that began in another run.</summary>
    private void Mark(DateTimeOffset time)
    {
        if (_rows % _every != 0)
            return;
        _marks.Add(new WatchedRow(_rows, time));
        if (_marks.Count <= MostMarks)
            return;
        _every *= 2;
        _marks.RemoveAll(mark => mark.Row % _every != 0);
    }
}

/// <summary>A change in how wrong a model is.</summary>
/// <param name="Detector">Who found it.</param>
/// <param name="Change">Between which rows, of those that it was watched on, and between which error rates.</param>
/// <param name="Time">Of the prediction that showed it.</param>
/// <param name="Since">Of the prediction that it began with, as far as that can be told.</param>
public sealed record ErrorChange(DetectorKind Detector, DetectedChange Change, DateTimeOffset Time, DateTimeOffset Since);

/// <summary>All that a watch knows, to be kept between runs.</summary>
public sealed record ErrorWatchState
{
    /// <summary>How many rows it has seen.</summary>
    public long Rows { get; init; }

    /// <summary>Of a regression the evaluation's mean absolute error; else 0.</summary>
    public double MeanError { get; init; }

    /// <summary>Of a regression the evaluation's median absolute error; else 0.</summary>
    public double MedianError { get; init; }

    /// <summary>Of each so manyth row it is known when it was.</summary>
    public long MarkedEvery { get; init; } = 1;

    public IReadOnlyList<WatchedRow> Marks { get; init; } = [];

    public required IReadOnlyList<WatchingDetector> Detectors { get; init; }

    internal static ErrorWatchState Begin(PerformanceReference reference, IReadOnlyList<DetectorKind> detectors)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return new ErrorWatchState
        {
            MeanError = reference.Task == ModelTask.Regression ? ValueOf("mean_absolute_error") : 0,
            MedianError = reference.Task == ModelTask.Regression ? ValueOf("median_absolute_error") : 0,
            Detectors = [.. detectors.Select(kind => new WatchingDetector(kind, New(kind).Save()))],
        };

        double ValueOf(string metric) =>
            reference.Measurements.FirstOrDefault(measured => measured.Name == metric)?.Value is MeasuredValue.Number(var value)
                ? value
                : throw new ArgumentException($"The reference has no {metric}.", nameof(reference));
    }

    private static ChangeDetector New(DetectorKind kind) => kind switch
    {
        DetectorKind.Ddm => new Ddm(),
        DetectorKind.Adwin => new Adwin(),
        _ => new PageHinkley(),
    };
}

/// <param name="Row">Counted from 0.</param>
/// <param name="Time">When it was answered.</param>
public sealed record WatchedRow(long Row, DateTimeOffset Time);

/// <param name="Kind">Which detector.</param>
/// <param name="State">What it knows.</param>
public sealed record WatchingDetector(DetectorKind Kind, ChangeDetectorState State);
