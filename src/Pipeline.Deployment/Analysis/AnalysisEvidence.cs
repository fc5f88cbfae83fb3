using Pipeline.Core.Checks;

namespace Pipeline.Deployment.Analysis;

/// <summary>
/// What an analysis knows so far. An interval that it gives for a confidence holds at all looks together, so that a rollout may
/// look as often as it likes.
/// </summary>
public abstract record AnalysisEvidence
{
    /// <summary>How many samples of the new revision it rests on.</summary>
    public abstract long Samples { get; }

    /// <summary>What the samples are, in the plural.</summary>
    public string Noun { get; init; } = "requests";

    /// <summary>The unit of the value, as "ms"; empty for a plain number.</summary>
    public string Unit { get; init; } = "";

    /// <summary>With fewer samples nothing can be told at a confidence. Default 0.</summary>
    public virtual long Least(double confidence) => 0;

    /// <summary>The value with its interval, or, where the criterion compares, with that of its difference.</summary>
    public abstract Measurement Measure(string name, Criterion criterion, double confidence);

    /// <summary>As if there were so many times as many samples, and all alike; null where more would tell no more.</summary>
    public virtual AnalysisEvidence? Grown(double times) => null;

    private protected Measurement With(
        string name, Criterion criterion, MeasuredValue value, ConfidenceInterval interval, Func<Comparison> compare) => new()
        {
            Name = name,
            Value = value,
            Unit = Unit,
            Samples = Samples,
            Interval = interval,
            Comparison = criterion is Criterion.NoWorseThan ? compare() : null,
        };

    private protected static Comparison NoStable { get; } = new()
    {
        Reference = AnalysisSpec.Stable,
        HigherIsBetter = false,
        Value = new MeasuredValue.NotApplicable("there is no stable revision yet"),
    };
}

/// <summary>There is nothing to measure as things stand: the criterion is skipped, and the others decide.</summary>
/// <param name="Because">Continues "does not apply: ", as "no request is copied".</param>
public sealed record NoEvidence(string Because) : AnalysisEvidence
{
    public override long Samples => 0;

    public override Measurement Measure(string name, Criterion criterion, double confidence) =>
        new() { Name = name, Value = new MeasuredValue.NotApplicable(Because), Samples = 0 };
}

/// <summary>
/// The share of samples with something in them. Its interval, and that of a difference, are confidence sequences
/// (<see cref="ConfidenceSequence"/>); samples are taken to be independent.
/// </summary>
/// <param name="Hits">Of the new revision, those with it.</param>
/// <param name="Trials">All of its samples.</param>
public sealed record ShareEvidence(long Hits, long Trials) : AnalysisEvidence
{
    /// <summary>The same of the stable revision; null where there is none.</summary>
    public (long Hits, long Trials)? Stable { get; init; }

    /// <summary>Whether it is something good. Default false.</summary>
    public bool HigherIsBetter { get; init; }

    public override long Samples => Trials;

    public override Measurement Measure(string name, Criterion criterion, double confidence) => With(
        name,
        criterion,
        ConfidenceSequence.Of(Hits, Trials),
        ConfidenceSequence.Share(Hits, Trials, confidence),
        () => Stable is not { } stable ? NoStable : NoStable with
        {
            HigherIsBetter = HigherIsBetter,
            Value = ConfidenceSequence.Of(stable.Hits, stable.Trials),
            Difference = ConfidenceSequence.Difference((Hits, Trials), stable, confidence),
        });

    public override AnalysisEvidence Grown(double times) => this with
    {
        Hits = Times(Hits, times),
        Trials = Times(Trials, times),
        Stable = Stable is { } stable ? (Times(stable.Hits, times), Times(stable.Trials, times)) : null,
    };

    internal static long Times(long count, double times) => (long)Math.Round(count * times);
}

/// <summary>
/// A quantile. That it is above x says the same as that more than so many samples are: its interval is made of confidence
/// sequences of shares, and holds at all looks and all x together, because fewer samples are above a greater x.
/// </summary>
/// <param name="Quantile">Between 0 and 1: 0.99.</param>
/// <param name="Candidate">What the new revision showed.</param>
public sealed record QuantileEvidence(double Quantile, ValueCounts Candidate) : AnalysisEvidence
{
    /// <summary>The same of the stable revision; null where there is none.</summary>
    public ValueCounts? Stable { get; init; }

    /// <summary>Whether the samples are differences from the stable revision already.</summary>
    public bool IsOfDifference { get; init; }

    public bool HigherIsBetter { get; init; }

    public override long Samples => Candidate.Total;

    /// <summary>So many that not all of them can be on one side of the quantile by chance.</summary>
    public override long Least(double confidence)
    {
        if (Candidate.IsBounded)
            return 0;
        var least = 1;
        while (ConfidenceSequence.Share(least, least, OneSide(confidence)).Low <= Math.Max(Quantile, 1 - Quantile))
            least++;
        return least;
    }

    public override Measurement Measure(string name, Criterion criterion, double confidence) => With(
        name, criterion, Candidate.FindQuantile(Quantile), Interval(Candidate, confidence), () => Compare(confidence));

    public override AnalysisEvidence Grown(double times) => this with
    {
        Candidate = Candidate.Grown(times),
        Stable = Stable?.Grown(times),
    };

    private Comparison Compare(double confidence)
    {
        if (IsOfDifference)
        {
            return NoStable with
            {
                HigherIsBetter = HigherIsBetter,
                Value = 0.0,
                Difference = Interval(Candidate, confidence),
            };
        }

        if (Stable is not { } stable)
            return NoStable;
        var half = 1 - ((1 - confidence) / 2);
        var (mine, theirs) = (Interval(Candidate, half), Interval(stable, half));
        return NoStable with
        {
            HigherIsBetter = HigherIsBetter,
            Value = stable.FindQuantile(Quantile),
            Difference = new ConfidenceInterval(mine.Low - theirs.High, mine.High - theirs.Low, confidence),
        };
    }

    /// <summary>Each of its ends is wrong with at most half of what may be wrong.</summary>
    private ConfidenceInterval Interval(ValueCounts counts, double confidence)
    {
        var (side, above) = (OneSide(confidence), 1 - Quantile);
        var points = counts.Above();
        // The greater a point, the fewer samples are above it, and the less both ends of their share.
        var surelyBelow = CountWhile(points, x => ConfidenceSequence.Share(x.Hits, counts.Total, side).Low > above);
        var notAbove = CountWhile(points, x => ConfidenceSequence.Share(x.Hits, counts.Total, side).High > above);
        var low = surelyBelow == 0 ? counts.Least : points[surelyBelow - 1].Edge + counts.Resolution;
        var high = notAbove == points.Count ? counts.Most : points[notAbove].Edge;
        return new ConfidenceInterval(low, high, confidence);
    }

    /// <summary>How many items come before the first that does not hold, where all behind that do not either.</summary>
    private static int CountWhile<T>(IReadOnlyList<T> items, Func<T, bool> holds)
    {
        var (low, high) = (0, items.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = holds(items[middle]) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static double OneSide(double confidence) => 1 - ((1 - confidence) / 2);
}

/// <summary>How many samples have which value: exactly, or in bins.</summary>
public sealed class ValueCounts
{
    private readonly IReadOnlyList<double> _edges;
    private readonly IReadOnlyList<long> _counts;
    private readonly bool _isExact;

    private ValueCounts(IReadOnlyList<double> edges, IReadOnlyList<long> counts, bool isExact) =>
        (_edges, _counts, _isExact, Total) = (edges, counts, isExact, counts.Sum());

    public long Total { get; }

    /// <summary>No value is less.</summary>
    internal double Least { get; private init; }

    /// <summary>No value is greater.</summary>
    internal double Most { get; private init; }

    /// <summary>What is above an edge is above it by at least so much.</summary>
    internal double Resolution { get; private init; }

    /// <summary>Whether values have a least and a greatest by what they are, and not by what was seen.</summary>
    internal bool IsBounded => !_isExact;

    /// <param name="edges">The upper ends of the bins, ascending; each belongs to the bin that it ends.</param>
    /// <param name="counts">How many samples are in each bin, and, as the last, above all of them.</param>
    /// <param name="least">The lower end of the first bin.</param>
    /// <param name="most">No value is greater.</param>
    /// <param name="resolution">How finely values are measured: the least difference of two.</param>
    public static ValueCounts Binned(
        IReadOnlyList<double> edges, IReadOnlyList<long> counts, double least, double most, double resolution)
    {
        ArgumentNullException.ThrowIfNull(edges);
        ArgumentNullException.ThrowIfNull(counts);
        return counts.Count == edges.Count + 1
            ? new ValueCounts(edges, counts, isExact: false)
            {
                Least = least,
                Most = Math.Max(most, edges[^1]),
                Resolution = resolution,
            }
            : throw new ArgumentException("There is a count for each bin, and one for what is above them.", nameof(counts));
    }

    /// <param name="values">Finite.</param>
    public static ValueCounts Exact(IEnumerable<double> values)
    {
        var groups = values.GroupBy(x => x).OrderBy(x => x.Key).Select(x => (x.Key, Count: (long)x.Count())).ToList();
        return new ValueCounts([.. groups.Select(x => x.Key)], [.. groups.Select(x => x.Count), 0], isExact: true)
        {
            Least = groups.Count == 0 ? 0 : groups[0].Key,
            Most = groups.Count == 0 ? 0 : groups[^1].Key,
        };
    }

    /// <summary>As Prometheus finds it: within a bin, samples are taken to be spread evenly. 0 without samples.</summary>
    /// <param name="quantile">Between 0 and 1.</param>
    public double FindQuantile(double quantile)
    {
        var (rank, below) = (quantile * Total, 0L);
        for (var bin = 0; bin < _counts.Count && Total > 0; bin++)
        {
            if (_counts[bin] > 0 && below + _counts[bin] >= rank)
            {
                var high = bin < _edges.Count ? _edges[bin] : Most;
                var low = _isExact ? high : bin == 0 ? Least : _edges[bin - 1];
                return low + ((high - low) * Math.Max(0, rank - below) / _counts[bin]);
            }

            below += _counts[bin];
        }

        return 0;
    }

    internal ValueCounts Grown(double times) => new(_edges, [.. _counts.Select(x => ShareEvidence.Times(x, times))], _isExact)
    {
        Least = Least,
        Most = Most,
        Resolution = Resolution,
    };

    /// <summary>
    /// For each edge, how many samples are above it; of exact values also how many are above all that is less than the edge.
    /// </summary>
    internal IReadOnlyList<(double Edge, long Hits)> Above()
    {
        var (points, above) = (new List<(double Edge, long Hits)>(), Total);
        for (var bin = 0; bin < _edges.Count; bin++)
        {
            if (_isExact)
                points.Add((_edges[bin], above));
            above -= _counts[bin];
            points.Add((_edges[bin], above));
        }

        return points;
    }
}

/// <summary>
/// How far the predictions of two revisions are from each other, by counts over the same bins. The interval holds at all looks,
/// whether or not both answered the very same rows (<see cref="DivergenceSequence"/>).
/// </summary>
/// <param name="By">The measure.</param>
/// <param name="Candidate">Counts of the new revision.</param>
/// <param name="Stable">Of the stable one, over the same bins.</param>
public sealed record DivergenceEvidence(DriftMeasure By, IReadOnlyList<long> Candidate, IReadOnlyList<long> Stable)
    : AnalysisEvidence
{
    /// <summary>Of the revision that showed less.</summary>
    public override long Samples => Math.Min(Candidate.Sum(), Stable.Sum());

    public override Measurement Measure(string name, Criterion criterion, double confidence)
    {
        var interval = DivergenceSequence.Of(By, Candidate, Stable, confidence);
        return With(name, criterion, DivergenceSequence.Value(By, Candidate, Stable), interval, () => NoStable);
    }

    public override AnalysisEvidence Grown(double times) => this with
    {
        Candidate = [.. Candidate.Select(x => ShareEvidence.Times(x, times))],
        Stable = [.. Stable.Select(x => ShareEvidence.Times(x, times))],
    };
}

/// <summary>
/// The share of certain samples, all of which are looked at in the end. Nothing is drawn by chance: until then the share is
/// between that where none of the rest is bad and that where all of it is.
/// </summary>
/// <param name="Hits">Those with something bad.</param>
/// <param name="Asked">Those that were looked at.</param>
/// <param name="All">How many there are.</param>
public sealed record CensusEvidence(long Hits, long Asked, long All) : AnalysisEvidence
{
    public override long Samples => Asked;

    public override Measurement Measure(string name, Criterion criterion, double confidence) => With(
        name,
        criterion,
        ConfidenceSequence.Of(Hits, Asked),
        new ConfidenceInterval(ConfidenceSequence.Of(Hits, All), ConfidenceSequence.Of(Hits + All - Asked, All), confidence),
        () => NoStable);
}
