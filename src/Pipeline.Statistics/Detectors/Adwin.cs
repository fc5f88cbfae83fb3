namespace Pipeline.Statistics.Detectors;

/// <summary>
/// The adaptive window of Bifet and Gavaldà (2007, "Learning from time-changing data with adaptive windowing", ADWIN2): as many
/// of the last numbers as show no change. Old numbers are dropped while any two parts of the window have means that are further
/// apart than <c>sqrt(2 / m * variance * ln(2 / d)) + 2 / (3 m) * ln(2 / d)</c>, where m is <c>1 / (1/n0 + 1/n1)</c> of both
/// lengths, and d is the confidence by ln n. The window is an exponential histogram (Datar and others 2002), whose memory and
/// time grow with the logarithm of its length.
/// </summary>
public sealed class Adwin : ChangeDetector
{
    private readonly AdwinOptions _options;
    private readonly List<AdwinBucket> _buckets;
    private long _length;
    private double _sum;
    private double _squares;
    private long _count;

    public Adwin(AdwinOptions? options = null) => (_options, _buckets) = (options ?? new AdwinOptions(), []);

    internal Adwin(AdwinState state)
    {
        (_options, _count) = (state.Options, state.Count);
        _buckets = [.. state.Buckets];
        foreach (var bucket in _buckets)
            AddToWindow(bucket);
    }

    public override string Name => "adwin";

    public override long Count => _count;

    /// <summary>How many of the last numbers show no change.</summary>
    public long Length => _length;

    /// <summary>Of the window; 0 where it is empty.</summary>
    public double Mean => _length == 0 ? 0 : _sum / _length;

    /// <param name="value">Between 0 and 1.</param>
    /// <inheritdoc/>
    public override DetectedChange? Add(double value)
    {
        _count++;
        var bucket = new AdwinBucket(1, value, 0);
        _buckets.Add(bucket);
        AddToWindow(bucket);
        Compress();
        return _count % _options.Every == 0 && _length > _options.MinimumLength ? Shrink() : null;
    }

    public override ChangeDetectorState Save() => new AdwinState { Options = _options, Count = _count, Buckets = [.. _buckets] };

    private void AddToWindow(AdwinBucket bucket)
    {
        if (_length > 0)
        {
            var apart = (bucket.Sum / bucket.Length) - (_sum / _length);
            _squares += apart * apart * (_length * (double)bucket.Length / (_length + bucket.Length));
        }

        (_length, _sum, _squares) = (_length + bucket.Length, _sum + bucket.Sum, _squares + bucket.Squares);
    }

    private void DropOldest()
    {
        var oldest = _buckets[0];
        _buckets.RemoveAt(0);
        (_length, _sum, _squares) = (_length - oldest.Length, _sum - oldest.Sum, _squares - oldest.Squares);
        if (_length > 0)
        {
            var apart = (oldest.Sum / oldest.Length) - (_sum / _length);
            _squares = Math.Max(0, _squares - (apart * apart * (_length * (double)oldest.Length / (_length + oldest.Length))));
        }
    }

    /// <summary>Of each length there are at most so many buckets: of one more, the two oldest become one.</summary>
    private void Compress()
    {
        var end = _buckets.Count;
        while (end > 0)
        {
            var begin = end;
            while (begin > 0 && _buckets[begin - 1].Length == _buckets[end - 1].Length)
                begin--;
            if (end - begin <= _options.BucketsOfLength)
                return;
            _buckets[begin] = AdwinBucket.Merge(_buckets[begin], _buckets[begin + 1]);
            _buckets.RemoveAt(begin + 1);
            end = begin + 1;
        }
    }

    /// <summary>
    /// Drops the oldest numbers until no two parts differ. What is told is the widest gap of all that there were at first.
    /// </summary>
    private DetectedChange? Shrink()
    {
        DetectedChange? found = null;
        while (FindCut() is { } cut)
        {
            found ??= cut;
            DropOldest();
        }

        return found;
    }

    private DetectedChange? FindCut()
    {
        var (oldLength, oldSum) = (0L, 0.0);
        var variance = _squares / _length;
        var logarithm = Math.Log(2 * Math.Log(_length) / _options.Confidence);
        (double Excess, DetectedChange Change)? widest = null;
        for (var i = 0; i < _buckets.Count - 1; i++)
        {
            (oldLength, oldSum) = (oldLength + _buckets[i].Length, oldSum + _buckets[i].Sum);
            var newLength = _length - oldLength;
            if (oldLength < _options.MinimumPart || newLength < _options.MinimumPart)
                continue;
            var inverse = (1.0 / oldLength) + (1.0 / newLength);
            var limit = Math.Sqrt(2 * inverse * variance * logarithm) + (2.0 / 3 * inverse * logarithm);
            var (before, after) = (oldSum / oldLength, (_sum - oldSum) / newLength);
            if (Math.Abs(before - after) - limit is > 0 and var excess && excess > (widest?.Excess ?? 0))
            {
                widest = (excess, new DetectedChange(ChangeLevel.Change, _count - 1, _count - newLength, before, after));
            }
        }

        return widest?.Change;
    }
}

/// <summary>When a change is one.</summary>
public sealed record AdwinOptions
{
    /// <summary>The paper's delta, between 0 and 1: how often there may be a change that is none. Default 0.002.</summary>
    public double Confidence { get; init; } = 0.002;

    /// <summary>The paper's M, at least 1: how many buckets of one length there are at most. Default 5.</summary>
    public int BucketsOfLength { get; init; } = 5;

    /// <summary>After how many numbers it looks for a change, at least 1. Default 32, as in MOA.</summary>
    public int Every { get; init; } = 32;

    /// <summary>A shorter window is not looked at. Default 10.</summary>
    public int MinimumLength { get; init; } = 10;

    /// <summary>A shorter part of the window is not compared, at least 1. Default 5.</summary>
    public int MinimumPart { get; init; } = 5;
}

/// <summary>Neighbouring numbers of a window.</summary>
/// <param name="Length">How many, a power of 2.</param>
/// <param name="Sum">Of them.</param>
/// <param name="Squares">The sum of their squared differences from their mean.</param>
public sealed record AdwinBucket(long Length, double Sum, double Squares)
{
    internal static AdwinBucket Merge(AdwinBucket first, AdwinBucket second)
    {
        var apart = (first.Sum / first.Length) - (second.Sum / second.Length);
        return new AdwinBucket(
            first.Length + second.Length,
            first.Sum + second.Sum,
            first.Squares + second.Squares
                + (apart * apart * (first.Length * (double)second.Length / (first.Length + second.Length))));
    }
}

/// <summary>The window.</summary>
public sealed record AdwinState : ChangeDetectorState
{
    public AdwinOptions Options { get; init; } = new();

    /// <summary>From the oldest to the newest; lengths never grow.</summary>
    public IReadOnlyList<AdwinBucket> Buckets { get; init; } = [];
}
