using System.IO.Compression;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Statistics;

namespace Pipeline.Models.Documents;

/// <summary>What the values of one column are like. Of a personal one, nothing but counts.</summary>
public sealed record ColumnProfile
{
    public required string Name { get; init; }

    public required DataType Type { get; init; }

    /// <summary>It holds data of persons: no value of it is here, nor anything that was made of values.</summary>
    public bool IsPersonal { get; init; }

    /// <summary>How many rows have a value.</summary>
    public required long Count { get; init; }

    /// <summary>How many rows have none.</summary>
    public required long Missing { get; init; }

    /// <summary>How many different values there are; null where a merge cannot know.</summary>
    public long? Distinct { get; init; }

    /// <summary>One standard error of <see cref="Distinct"/>, as a share of it; 0 where it was counted.</summary>
    public double DistinctError { get; init; }

    /// <summary>The 64 most frequent values, of text and identifiers only those that occur five times or more.</summary>
    public IReadOnlyList<FrequentValue> Frequent { get; init; } = [];

    /// <summary>What the counts of <see cref="Frequent"/> may be short of, and how often another value may occur.</summary>
    public long FrequentError { get; init; }

    /// <summary>Null unless the values are numbers.</summary>
    public NumberProfile? Numbers { get; init; }

    /// <summary>The first and the last moment; null unless the values are timestamps.</summary>
    public TimeRange? Times { get; init; }

    /// <summary>How many characters values have; null unless they are texts.</summary>
    public LengthProfile? Lengths { get; init; }

    /// <summary>All values are numbers, and some have a comma before their fraction, so that they are read as texts.</summary>
    public bool HasDecimalCommas { get; init; }

    /// <summary>How well the column alone predicts the label; null where that was not measured.</summary>
    public LabelPower? LabelPower { get; init; }

    /// <summary>What training makes of it, in words; null where it does not learn from it, or nobody knows.</summary>
    public string? Becomes { get; init; }

    /// <summary>Why that is: "1312 categories, more than 1000".</summary>
    public string? Because { get; init; }

    /// <summary>For merging; null for a personal column.</summary>
    public ColumnSketches? Sketches { get; init; }
}

/// <summary>A value that occurs often.</summary>
/// <param name="Value">As it stands in the data; a long one is cut off.</param>
/// <param name="Count">In how many rows, at least.</param>
public sealed record FrequentValue(string Value, long Count)
{
    /// <summary>
    /// The share of the positive class among them, or the mean of what a regression predicts; null where that is not known.
    /// </summary>
    public double? LabelRate { get; init; }
}

/// <summary>How many numbers are in a range.</summary>
/// <param name="Low">Above this one; the first bin has it too.</param>
/// <param name="High">Up to and with this one.</param>
/// <param name="Count">About how many, as the quantiles have it.</param>
public sealed record HistogramBin(double Low, double High, double Count)
{
    /// <summary>The share of the positive class among them; null where that is not known.</summary>
    public double? LabelRate { get; init; }
}

/// <summary>How well one column alone predicts the label.</summary>
/// <param name="Value">From 0, not at all, to 1, perfectly.</param>
/// <param name="Measure">Which figure that is, of the one or two that were taken the greater.</param>
public sealed record LabelPower(double Value, string Measure);

/// <summary>How many characters the values of a column have.</summary>
public sealed record LengthProfile(int Min, double Mean, int Max)
{
    /// <summary>Of the sample, with n - 1; null in profiles of older versions.</summary>
    public double? StandardDeviation { get; init; }
}

/// <summary>What the numbers of a column are like.</summary>
public sealed record NumberProfile
{
    public required double Mean { get; init; }

    /// <summary>Of the sample, with n - 1; null where its square is more than a double holds.</summary>
    public double? StandardDeviation { get; init; }

    public required double Min { get; init; }

    public required double Max { get; init; }

    /// <summary>The numbers below which a share of all is, by that share; off by a rank of 1 percent.</summary>
    public required IReadOnlyDictionary<string, double> Quantiles { get; init; }

    /// <summary>Bins of one width between the first and the last percent, and one on each side.</summary>
    public required IReadOnlyList<HistogramBin> Histogram { get; init; }
}

/// <summary>The first and the last of some moments.</summary>
public sealed record TimeRange(DateTimeOffset First, DateTimeOffset Last);

/// <summary>What profiles are merged by, in base 64.</summary>
public sealed record ColumnSketches
{
    /// <summary>Registers of HyperLogLog, deflated.</summary>
    public required string Distinct { get; init; }

    /// <summary>Of all numbers; null where there are none.</summary>
    public string? Numbers { get; init; }

    /// <summary>Of the numbers in rows of the positive class; null where there are none.</summary>
    public string? PositiveNumbers { get; init; }

    /// <summary>The sum of the squared differences from the mean; null where it is more than a double holds.</summary>
    public double? SquaredDifferences { get; init; }

    /// <summary>The sum of what is predicted over the rows of each frequent value.</summary>
    public IReadOnlyList<double> TargetSums { get; init; } = [];

    /// <summary>In how many rows of each frequent value that is known.</summary>
    public IReadOnlyList<long> TargetCounts { get; init; } = [];

    /// <summary>The sketch of different values.</summary>
    /// <exception cref="FormatException">It is damaged.</exception>
    public HyperLogLog ReadDistinct()
    {
        // Registers are few; who deflated more of them wants the memory.
        const int MostBytes = 1 << 16;
        try
        {
            using var deflate = new DeflateStream(
                new MemoryStream(Convert.FromBase64String(Distinct)), CompressionMode.Decompress);
            var buffer = new byte[MostBytes];
            var length = deflate.ReadAtLeast(buffer, MostBytes, throwOnEndOfStream: false);
            return HyperLogLog.FromBytes(buffer.AsSpan(0, length));
        }
        catch (InvalidDataException exception)
        {
            throw new FormatException("A sketch of distinct values is deflated.", exception);
        }
    }
}

/// <summary>
/// What the values of a dataset are like, without a row of it: small enough to travel with a model, and profiles of parts merge
/// to that of the whole.
/// </summary>
[DocumentSchema("profile", 1)]
public sealed record ProfileDocument : Document
{
    /// <summary>As the manifest has it.</summary>
    public required string Path { get; init; }

    /// <summary>Of the bytes; null for what was merged.</summary>
    public Digest? Data { get; init; }

    public required long Rows { get; init; }

    /// <summary>In the order of the file.</summary>
    public required IReadOnlyList<ColumnProfile> Columns { get; init; }
}
