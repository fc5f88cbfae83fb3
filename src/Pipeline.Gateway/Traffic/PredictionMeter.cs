using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Pipeline.Environments;

namespace Pipeline.Gateway.Traffic;

/// <summary>Counts what answers said; safe for any number of threads.</summary>
internal sealed class PredictionMeter : IPredictionTaker
{
    private readonly ConcurrentDictionary<string, StrongBox<long>> _labels = new();
    private readonly ScoreMeter _scores = new();
    private long _rows;
    private long _otherLabels;

    public void Take(scoped ReadOnlySpan<char> label, double score)
    {
        Interlocked.Increment(ref _rows);
        if (!double.IsNaN(score))
            _scores.Count(score);
        if (label.Length > 0)
            Interlocked.Increment(ref CountOf(label));
    }

    /// <summary>Null while nothing was counted.</summary>
    public PredictionCounts? Read() => Interlocked.Read(ref _rows) == 0 ? null : new PredictionCounts
    {
        Rows = Interlocked.Read(ref _rows),
        Labels = _labels.OrderBy(x => x.Key, StringComparer.Ordinal)
            .Select(x => KeyValuePair.Create(x.Key, Interlocked.Read(ref x.Value.Value)))
            .Where(x => x.Value > 0)
            .ToDictionary(),
        OtherLabels = Interlocked.Read(ref _otherLabels),
        Scores = _scores.Read(),
    };

    private ref long CountOf(ReadOnlySpan<char> label)
    {
        var known = _labels.GetAlternateLookup<ReadOnlySpan<char>>();
        if (known.TryGetValue(label, out var count))
            return ref count.Value;
        // Two threads may both find room for the last label: one more is no harm.
        if (_labels.Count >= PredictionCounts.MostLabels)
            return ref _otherLabels;
        return ref _labels.GetOrAdd(label.ToString(), _ => new StrongBox<long>()).Value;
    }
}

/// <summary>Counts numbers in the bins of <see cref="ScoreBin"/>; safe for any number of threads.</summary>
internal sealed class ScoreMeter
{
    private long[]? _bins;

    public void Count(double number)
    {
        var bins = _bins ?? Interlocked.CompareExchange(ref _bins, new long[ScoreBin.Bins], null) ?? _bins;
        Interlocked.Increment(ref bins[ScoreBin.IndexOf(number)]);
    }

    public IReadOnlyList<ScoreBin> Read() => _bins is not { } bins ? [] :
    [
        .. Enumerable.Range(0, bins.Length)
            .Select(x => new ScoreBin(ScoreBin.EdgeOf(x), Interlocked.Read(ref bins[x])))
            .Where(x => x.Count > 0),
    ];
}

/// <summary>Counts what a revision made of copies of requests; safe for any number of threads.</summary>
internal sealed class MirrorMeter
{
    /// <summary>A float has no more digits.</summary>
    private const double Tolerance = 1e-6;

    private readonly ScoreMeter _differences = new();
    private readonly PredictionMeter _answers = new();
    private readonly PredictionMeter _copies = new();
    private long _answered;
    private long _errors;
    private long _dropped;
    private long _agreeing;
    private long _disagreeing;

    public void Drop() => Interlocked.Increment(ref _dropped);

    /// <summary>A copy was answered with a status of 500 or more, or not at all.</summary>
    public void Fail()
    {
        Interlocked.Increment(ref _errors);
        Interlocked.Increment(ref _answered);
    }

    /// <param name="answer">What the client was told.</param>
    /// <param name="copy">What this revision said; empty where it refused the request.</param>
    public void Compare(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> copy)
    {
        var (answers, copies) = (new Rows(_answers), new Rows(_copies));
        PredictionReader.Read(answer, ref answers);
        PredictionReader.Read(copy, ref copies);
        foreach (var (one, other) in answers.All.Zip(copies.All))
        {
            Interlocked.Increment(ref AreAlike(one, other) ? ref _agreeing : ref _disagreeing);
            var apart = Math.Abs(one.Score - other.Score);
            if (double.IsFinite(apart))
                _differences.Count(apart);
        }

        Interlocked.Add(ref _disagreeing, Math.Abs(answers.All.Count - copies.All.Count));
        Interlocked.Increment(ref _answered);
    }

    /// <summary>Null while nothing was to be copied.</summary>
    public MirrorTraffic? Read()
    {
        var (answered, dropped) = (Interlocked.Read(ref _answered), Interlocked.Read(ref _dropped));
        return answered + dropped == 0 ? null : new MirrorTraffic
        {
            Answered = answered,
            Errors = Interlocked.Read(ref _errors),
            Dropped = dropped,
            Agreeing = Interlocked.Read(ref _agreeing),
            Disagreeing = Interlocked.Read(ref _disagreeing),
            Differences = _differences.Read(),
            Answers = _answers.Read() ?? new PredictionCounts(),
            Copies = _copies.Read() ?? new PredictionCounts(),
        };
    }

    private static bool AreAlike((string Label, double Score) one, (string Label, double Score) other) =>
        one.Label.Length + other.Label.Length > 0
            ? one.Label == other.Label
            : Math.Abs(one.Score - other.Score) <= Tolerance * Math.Max(1, Math.Max(Math.Abs(one.Score), Math.Abs(other.Score)));

    private readonly struct Rows(PredictionMeter meter) : IPredictionTaker
    {
        public List<(string Label, double Score)> All { get; } = [];

        public void Take(scoped ReadOnlySpan<char> label, double score)
        {
            All.Add((label.ToString(), score));
            meter.Take(label, score);
        }
    }
}
