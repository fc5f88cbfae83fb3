using System.Globalization;
using System.IO.Compression;
using Pipeline.Models.Documents;
using Pipeline.Statistics;

namespace Pipeline.Data.Profiling;

/// <summary>Summaries as profiles, and profiles as summaries that can be merged.</summary>
internal static class SummaryText
{
    /// <summary>A value of free text or an identifier that fewer rows have could be a row's own.</summary>
    private const long LeastShown = 5;

    private const int MostShown = 64;

    private static readonly double[] Shares = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];

    /// <param name="summary">Of the column.</param>
    /// <param name="named">Its name, its type, and whether it is personal.</param>
    public static ColumnProfile Describe(ColumnSummary summary, ColumnProfile named)
    {
        var counted = named with
        {
            Count = summary.Count,
            Missing = summary.Missing,
            Distinct = Math.Min(summary.Count, (long)Math.Round(summary.Distinct.Estimate())),
            DistinctError = HyperLogLog.StandardError,
        };
        if (named.IsPersonal)
            return counted;
        var (items, isNumeric) = (Shown(summary, named.Type), named.Type is DataType.Number or DataType.Integer);
        var isText = named.Type is DataType.Text or DataType.Category or DataType.Identifier;
        return counted with
        {
            Distinct = summary.DistinctCount,
            DistinctError = summary.Frequent.IsExact ? 0 : HyperLogLog.StandardError,
            Frequent = [.. items.Select(Shown)],
            FrequentError = ErrorOf(summary, items),
            Numbers = isNumeric && summary.Numbers.Count > 0 ? Numbers(summary) : null,
            Times = named.Type == DataType.Timestamp && summary.Times.First <= summary.Times.Last
                ? new TimeRange(Moment(summary.Times.First), Moment(summary.Times.Last))
                : null,
            Lengths = isText && summary.Lengths.Count > 0
                ? new LengthProfile(summary.Lengths.Min, summary.Lengths.Mean, summary.Lengths.Max)
                {
                    StandardDeviation = Finite(summary.Lengths.StandardDeviation),
                }
                : null,
            Sketches = Sketches(summary, items, isNumeric),
        };
    }

    /// <summary>What a profile remembers of the values, to be merged with another.</summary>
    /// <exception cref="FormatException">A sketch is damaged.</exception>
    public static ColumnSummary Read(ColumnProfile profile)
    {
        var sketches = profile.Sketches ?? throw new FormatException("There are no sketches.");
        var numbers = profile.Numbers;
        var summary = new ColumnSummary
        {
            Count = profile.Count,
            Missing = profile.Missing,
            Distinct = sketches.ReadDistinct(),
            Numbers = sketches.Numbers is null ? new() : QuantileSketch.FromBytes(Convert.FromBase64String(sketches.Numbers)),
            PositiveNumbers = sketches.PositiveNumbers is null
                ? new()
                : QuantileSketch.FromBytes(Convert.FromBase64String(sketches.PositiveNumbers)),
            Moments = numbers is null ? Moments.None : new Moments
            {
                Count = profile.Count,
                Mean = numbers.Mean,
                SquaredDifferences = sketches.SquaredDifferences ?? double.PositiveInfinity,
                Min = numbers.Min,
                Max = numbers.Max,
            },
            Lengths = profile.Lengths is not { } lengths
                ? LengthSum.None
                : LengthSum.Of(profile.Count, lengths.Mean, lengths.StandardDeviation, (lengths.Min, lengths.Max)),
            Times = profile.Times is { } times ? (times.First.UtcTicks, times.Last.UtcTicks) : (long.MaxValue, long.MinValue),
            Classified = sketches.PositiveNumbers is null ? 0 : profile.Count,
        };
        foreach (var (index, value) in profile.Frequent.Index())
        {
            summary.Frequent.Merge(new FrequentItem(value.Value, value.Count)
            {
                TargetSum = sketches.TargetSums.ElementAtOrDefault(index),
                TargetCount = sketches.TargetCounts.ElementAtOrDefault(index),
            });
        }

        summary.Frequent.AddError(profile.FrequentError);
        return summary;
    }

    private static IReadOnlyList<FrequentItem> Shown(ColumnSummary summary, DataType type)
    {
        var least = type is DataType.Text or DataType.Identifier ? LeastShown : 1;
        return [.. summary.Frequent.Items.Where(x => x.Count >= least).Take(MostShown)];
    }

    /// <summary>A value that is not shown may occur as often as the first that was left out.</summary>
    private static long ErrorOf(ColumnSummary summary, IReadOnlyList<FrequentItem> shown) => Math.Max(
        summary.Frequent.Error,
        summary.Frequent.Items.Skip(shown.Count).Select(x => x.Count).FirstOrDefault());

    private static NumberProfile Numbers(ColumnSummary summary) => new()
    {
        Mean = summary.Moments.Mean,
        StandardDeviation = Finite(summary.Moments.StandardDeviation),
        Min = summary.Moments.Min,
        Max = summary.Moments.Max,
        Quantiles = Shares.ToDictionary(
            x => x.ToString(CultureInfo.InvariantCulture),
            x => Math.Clamp(summary.Numbers.Quantile(x), summary.Moments.Min, summary.Moments.Max)),
        Histogram = Histogram.Of(summary),
    };

    private static ColumnSketches Sketches(ColumnSummary summary, IReadOnlyList<FrequentItem> items, bool isNumeric) => new()
    {
        Distinct = Pack(summary.Distinct.ToBytes()),
        Numbers = isNumeric ? Convert.ToBase64String(summary.Numbers.ToBytes()) : null,
        PositiveNumbers = isNumeric && summary.Classified > 0
            ? Convert.ToBase64String(summary.PositiveNumbers.ToBytes())
            : null,
        SquaredDifferences = isNumeric ? Finite(summary.Moments.SquaredDifferences) : 0,
        TargetSums = [.. items.Select(x => Finite(x.TargetSum) ?? 0)],
        TargetCounts = [.. items.Select(x => double.IsFinite(x.TargetSum) ? x.TargetCount : 0)],
    };

    private static FrequentValue Shown(FrequentItem item) => new(item.Value, item.Count)
    {
        LabelRate = item.TargetCount == 0 ? null : Finite(item.TargetSum / item.TargetCount),
    };

    /// <summary>JSON has no other numbers.</summary>
    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    /// <summary>An offset may lead out of the calendar, whose end stands for it.</summary>
    private static DateTimeOffset Moment(long ticks) =>
        new(Math.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero);

    private static string Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal))
            deflate.Write(bytes);
        return Convert.ToBase64String(packed.ToArray());
    }

}
