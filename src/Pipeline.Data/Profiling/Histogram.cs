using Pipeline.Models.Documents;


namespace Pipeline.Data.Profiling;

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
