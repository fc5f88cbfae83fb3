namespace Pipeline.Statistics.Detectors;

/// <summary>
/// The drift detection method of Gama, Medas, Castillo and Rodrigues (2004, "Learning with drift detection"): while nothing
/// changes, the error rate p falls or stays, with the deviation s = sqrt(p (1 - p) / n). It warns where p + s is as much as
/// pmin + 2 smin, and there is a change where it is as much as pmin + 3 smin, of the least p + s so far.
/// </summary>
public sealed class Ddm : ChangeDetector
{
    private DdmState _state;

    public Ddm(DdmOptions? options = null) => _state = new DdmState { Options = options ?? new DdmOptions() };

    internal Ddm(DdmState state) => _state = state;

    public override string Name => "ddm";

    public override long Count => _state.Count;

    /// <summary>A number that is not 0 is an error.</summary>
    /// <inheritdoc/>
    public override DetectedChange? Add(double value)
    {
        var options = _state.Options;
        var (at, seen, errors) = (_state.Count, _state.Seen + 1, _state.Errors + (value.Equals(0.0) ? 0 : 1));
        _state = _state with { Count = at + 1, Seen = seen, Errors = errors };
        if (seen < options.MinimumCount)
            return null;
        var rate = errors / (double)seen;
        var deviation = Math.Sqrt(rate * (1 - rate) / seen);
        if (rate + deviation < _state.LeastRate + _state.LeastDeviation)
            _state = _state with { LeastRate = rate, LeastDeviation = deviation };
        // Without a single error so far any deviation is 0, and the first error would be a change.
        if (_state.LeastDeviation <= 0)
            return null;
        if (rate + deviation >= _state.LeastRate + (options.ChangeDeviations * _state.LeastDeviation))
        {
            var change = Told(ChangeLevel.Change, at, _state.WarnedAt ?? at);
            _state = new DdmState { Options = options, Count = at + 1 };
            return change;
        }

        if (rate + deviation < _state.LeastRate + (options.WarningDeviations * _state.LeastDeviation))
        {
            _state = _state with { WarnedAt = null };
            return null;
        }

        if (_state.WarnedAt is not null)
            return null;
        _state = _state with { WarnedAt = at, WarnedErrors = errors };
        return Told(ChangeLevel.Warning, at, at);
    }

    public override ChangeDetectorState Save() => _state;

    /// <summary>The rate since the warning, or since the least rate where nothing was warned of.</summary>
    private DetectedChange Told(ChangeLevel level, long at, long since)
    {
        var after = _state.WarnedAt is { } warned && at > warned
            ? (_state.Errors - _state.WarnedErrors) / (double)(at - warned)
            : _state.Errors / (double)_state.Seen;
        return new DetectedChange(level, at, since, _state.LeastRate, after);
    }
}

/// <summary>When a change is one.</summary>
public sealed record DdmOptions
{
    /// <summary>With fewer numbers nothing is said, at least 1. Default 30, as in the paper.</summary>
    public int MinimumCount { get; init; } = 30;

    /// <summary>Default 2, as in the paper.</summary>
    public double WarningDeviations { get; init; } = 2;

    /// <summary>Default 3, as in the paper.</summary>
    public double ChangeDeviations { get; init; } = 3;
}

/// <summary>What was seen since the last change.</summary>
public sealed record DdmState : ChangeDetectorState
{
    public DdmOptions Options { get; init; } = new();

    /// <summary>How many numbers.</summary>
    public long Seen { get; init; }

    /// <summary>How many of them were errors.</summary>
    public long Errors { get; init; }

    /// <summary>The error rate where its sum with its deviation was least; greater than any rate at first.</summary>
    public double LeastRate { get; init; } = 2;

    public double LeastDeviation { get; init; } = 1;

    /// <summary>The number that a warning was told of, counted since the stream began; null where all is well.</summary>
    public long? WarnedAt { get; init; }

    /// <summary>How many errors there were then.</summary>
    public long WarnedErrors { get; init; }
}
