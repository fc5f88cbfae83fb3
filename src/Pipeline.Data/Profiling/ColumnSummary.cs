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
internal readonly record struct LengthSum(long Count, long Sum, int Min, int Max)
{
    public static LengthSum None { get; } = new(0, 0, int.MaxValue, 0);

    public double Mean => Count == 0 ? 0 : Sum / (double)Count;

    public LengthSum Add(int length) => new(Count + 1, Sum + length, Math.Min(Min, length), Math.Max(Max, length));

    public LengthSum Add(LengthSum other) =>
        new(Count + other.Count, Sum + other.Sum, Math.Min(Min, other.Min), Math.Max(Max, other.Max));
}
