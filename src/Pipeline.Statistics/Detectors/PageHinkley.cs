namespace Pipeline.Statistics.Detectors;

/// <summary>
/// Page's test (1954, "Continuous inspection schemes"; Hinkley 1971) for a greater mean: the sum m of what numbers are above the
/// mean of all so far by more than a tolerance. A change is where m is more than a threshold above the least that it was.
/// </summary>
public sealed class PageHinkley : ChangeDetector
{
    private PageHinkleyState _state;

    public PageHinkley(PageHinkleyOptions? options = null) =>
        _state = new PageHinkleyState { Options = options ?? new PageHinkleyOptions() };

    internal PageHinkley(PageHinkleyState state) => _state = state;

    public override string Name => "page-hinkley";

    public override long Count => _state.Count;

    public override DetectedChange? Add(double value)
    {
        var (options, at, seen) = (_state.Options, _state.Count, _state.Seen + 1);
        var mean = _state.Mean + ((value - _state.Mean) / seen);
        var sum = (options.Forgetting * _state.Sum) + (value - mean - options.Tolerance);
        _state = _state with
        {
            Count = at + 1,
            Seen = seen,
            Mean = mean,
            Sum = sum,
            SinceSum = _state.SinceSum + value,
            SinceCount = _state.SinceCount + 1,
        };
        if (sum < _state.Least)
            _state = _state with { Least = sum, Since = at + 1, BeforeMean = mean, SinceSum = 0, SinceCount = 0 };
        if (seen < options.MinimumCount || sum - _state.Least <= options.Threshold)
            return null;
        var change = new DetectedChange(
            ChangeLevel.Change, at, Math.Min(_state.Since, at), _state.BeforeMean, _state.SinceSum / _state.SinceCount);
        _state = new PageHinkleyState { Options = options, Count = at + 1, Since = at + 1 };
        return change;
    }

    public override ChangeDetectorState Save() => _state;
}

/// <summary>When a change is one.</summary>
public sealed record PageHinkleyOptions
{
    /// <summary>With fewer numbers nothing is said, at least 1. Default 30.</summary>
    public int MinimumCount { get; init; } = 30;

    /// <summary>What a mean may grow by, in the unit of the numbers. Default 0.005.</summary>
    public double Tolerance { get; init; } = 0.005;

    /// <summary>In the unit of the numbers; greater means fewer false alarms and later ones. Default 50.</summary>
    public double Threshold { get; init; } = 50;

    /// <summary>What is kept of the sum at each number, above 0. Default 1: Page's own test. Below, old numbers fade.</summary>
    public double Forgetting { get; init; } = 1;
}

/// <summary>What was seen since the last change.</summary>
public sealed record PageHinkleyState : ChangeDetectorState
{
    public PageHinkleyOptions Options { get; init; } = new();

    /// <summary>How many numbers.</summary>
    public long Seen { get; init; }

    public double Mean { get; init; }

    public double Sum { get; init; }

    /// <summary>The least that the sum was; at most 0, where it begins.</summary>
    public double Least { get; init; }

    /// <summary>The number after the one with the least sum, counted since the stream began: where a change begins.</summary>
    public long Since { get; init; }

    /// <summary>The mean up to there.</summary>
    public double BeforeMean { get; init; }

    /// <summary>Of the numbers since.</summary>
    public double SinceSum { get; init; }

    public long SinceCount { get; init; }
}
