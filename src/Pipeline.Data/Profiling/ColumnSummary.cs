using Pipeline.Models.Documents;
using Pipeline.Statistics;

namespace Pipeline.Data.Profiling;

/// <summary>What is remembered of the values of a column while they pass.</summary>
/// <param name="parts">How many summaries will be merged, each of about as many values.</param>
internal sealed class ColumnSummary(int parts = 1)
{
    public long Missing { get; set; }

    public long Count { get; set; }

    public HyperLogLog Distinct { get; init; } = new();

    public FrequentItems Frequent { get; init; } = new();

    /// <summary>Counted while there are few, else about how many.</summary>
    public long DistinctCount =>
        Frequent.IsExact ? Frequent.Items.Count : Math.Min(Count, (long)Math.Round(Distinct.Estimate()));

    public QuantileSketch Numbers { get; init; } = new(parts);

    /// <summary>Of the rows of the positive class.</summary>
    public QuantileSketch PositiveNumbers { get; init; } = new(parts);

    /// <summary>How many numbers stand in rows whose class is known.</summary>
    public long Classified { get; set; }

    public Moments Moments { get; set; } = Moments.None;

    /// <summary>In characters.</summary>
    public LengthSum Lengths { get; set; } = LengthSum.None;

    /// <summary>Ticks in UTC.</summary>
    public (long First, long Last) Times { get; set; } = (long.MaxValue, long.MinValue);

    public void Merge(ColumnSummary other)
    {
        Missing += other.Missing;
        Count += other.Count;
        Classified += other.Classified;
        Distinct.Merge(other.Distinct);
        Frequent.Merge(other.Frequent);
        Numbers.Merge(other.Numbers);
        PositiveNumbers.Merge(other.PositiveNumbers);
        Moments = Moments.Add(other.Moments);
        Lengths = Lengths.Add(other.Lengths);
        Times = (Math.Min(Times.First, other.Times.First), Math.Max(Times.Last, other.Times.Last));
    }
}

/// <summary>How many characters values have.</summary>
internal readonly record struct LengthSum(long Count, long Sum, int Min, int Max, double Squares)
{
    public static LengthSum None { get; } = new(0, 0, int.MaxValue, 0, 0);

    public double Mean => Count == 0 ? 0 : Sum / (double)Count;

    /// <summary>Of the sample, with n - 1; 0 for fewer than two lengths, NaN where a merged profile did not have it.</summary>
    public double StandardDeviation =>
        Count < 2 ? 0 : Math.Sqrt(Math.Max(0, Squares - (Mean * Sum)) / (Count - 1));

    /// <summary>As many lengths as a profile says, of this mean and this spread.</summary>
    public static LengthSum Of(long count, double mean, double? deviation, (int Min, int Max) range) => new(
        count,
        (long)Math.Round(mean * count),
        range.Min,
        range.Max,
        deviation is { } spread ? (spread * spread * (count - 1)) + (mean * mean * count) : double.NaN);

    public LengthSum Add(int length) => Add(new LengthSum(1, length, length, length, (double)length * length));

    public LengthSum Add(LengthSum other) => new(
        Count + other.Count,
        Sum + other.Sum,
        Math.Min(Min, other.Min),
        Math.Max(Max, other.Max),
        Squares + other.Squares);
}

/// <summary>Numbers in bins, as their sketch has them.</summary>
internal static class Histogram
{
    private const int InnerBins = 18;
    private const double Tail = 0.01;

    /// <summary>Bins of one width between the first and the last percent, and one on each side for what is far out.</summary>
    public static IReadOnlyList<HistogramBin> Of(ColumnSummary summary)
    {
        var (min, max) = (summary.Moments.Min, summary.Moments.Max);
        var (low, high) = (summary.Numbers.Quantile(Tail), summary.Numbers.Quantile(1 - Tail));
        var inner = Enumerable.Range(0, InnerBins + 1).Select(x => Between(low, high, x));
        double[] edges = [.. inner.Prepend(min).Append(max).Distinct().Order()];
        return edges.Length < 2
            ? [Bin(summary, min, max, isFirst: true)]
            : [.. Enumerable.Range(0, edges.Length - 1).Select(x => Bin(summary, edges[x], edges[x + 1], isFirst: x == 0))];
    }

    private static double Between(double low, double high, int bin) => double.IsFinite((high - low) * InnerBins)
        ? low + ((high - low) * bin / InnerBins)
        : (low * (1 - (bin / (double)InnerBins))) + (high * (bin / (double)InnerBins));

    private static HistogramBin Bin(ColumnSummary summary, double low, double high, bool isFirst)
    {
        var count = CountIn(summary.Numbers, low, high, isFirst);
        double? rate = summary.Classified == 0 || count == 0
            ? null
            : Math.Clamp(CountIn(summary.PositiveNumbers, low, high, isFirst) / count, 0, 1);
        return new HistogramBin(low, high, Math.Round(count)) { LabelRate = rate };
    }

    private static double CountIn(Statistics.QuantileSketch sketch, double low, double high, bool isFirst) =>
        sketch.Count * (sketch.Rank(high) - (isFirst ? 0 : sketch.Rank(low)));
}
