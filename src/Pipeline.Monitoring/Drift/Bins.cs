using System.Globalization;
using Pipeline.Data.Profiling;
using Pipeline.Statistics;

namespace Pipeline.Monitoring.Drift;

/// <summary>Two samples of a column in the same bins.</summary>
/// <param name="Names">Of the values; null for all values that have no bin of their own. Empty for ranges.</param>
/// <param name="Edges">Of ranges: the first ends at the first edge, the last begins at the last one. Empty for values.</param>
/// <param name="Reference">Counts, one for each bin.</param>
/// <param name="Current">As many.</param>
internal sealed record Bins(
    IReadOnlyList<string?> Names, IReadOnlyList<double> Edges, IReadOnlyList<double> Reference, IReadOnlyList<double> Current)
{
    private const int Tenths = 10;
    private const int MostValues = 20;
    private const int PlotRanges = 20;
    private const int MostPlotted = 20;
    private const double PlotTail = 0.01;

    /// <summary>The variance that sketches add to the share of each bin.</summary>
    public double SketchVariance { get; init; }

    public int Count => Reference.Count;

    /// <summary>Numbers with few values have a bin for each, others one for each tenth of the reference.</summary>
    public static Bins Of(ColumnSample reference, ColumnSample current) =>
        reference.Numbers is { } first && current.Numbers is { } second
        && !(reference.KnowsAll && current.KnowsAll && Union(reference, current) <= MostValues)
            ? Ranges(first, second, Enumerable.Range(1, Tenths - 1).Select(x => first.Quantile(x / (double)Tenths)))
            : OfValues(reference, current);

    /// <summary>How many different values both have together, at least.</summary>
    public static long Union(ColumnSample reference, ColumnSample current) => Math.Max(
        Math.Max(reference.Distinct, current.Distinct), reference.Counts.Keys.Union(current.Counts.Keys).LongCount());

    /// <summary>Then and now, of at most 22 bins: ranges of one width, or the most frequent values.</summary>
    public static IReadOnlyList<DriftBin> ForPlots(ColumnSample reference, ColumnSample current)
    {
        if (reference.Count == 0 || current.Count == 0)
            return [];
        var bins = Of(reference, current);
        if (bins.Edges.Count == 0)
            return bins.Plotted(reference.IsNumeric);
        var (first, second) = (reference.Numbers!, current.Numbers!);
        var (low, high) = (first.Quantile(PlotTail), first.Quantile(1 - PlotTail));
        var ranges = Ranges(first, second, Enumerable.Range(0, PlotRanges + 1)
            .Select(x => (low * (1 - (x / (double)PlotRanges))) + (high * (x / (double)PlotRanges))));
        var least = Math.Min(first.Values[0], second.Values[0]);
        var greatest = Math.Max(first.Values[^1], second.Values[^1]);
        return
        [
            .. Enumerable.Range(0, ranges.Count).Select(x => ranges.Share(x) with
            {
                Low = x == 0 ? Math.Min(least, ranges.Edges[0]) : ranges.Edges[x - 1],
                High = x == ranges.Count - 1 ? Math.Max(greatest, ranges.Edges[^1]) : ranges.Edges[x],
            }),
        ];
    }

    /// <summary>As counts of samples that are as sure of shares as the sketches are.</summary>
    public (double[] Reference, double[] Current) Effective()
    {
        var added = SketchVariance * Count * Count / Math.Max(1, Count - 1);
        return (Scaled(Reference, added), Scaled(Current, added));
    }

    private static double[] Scaled(IReadOnlyList<double> counts, double added)
    {
        var sum = counts.Sum();
        return [.. counts.Select(x => x / (1 + (sum * added)))];
    }

    private DriftBin Share(int bin) => new(Reference[bin] / Reference.Sum(), Current[bin] / Current.Sum());

    private List<DriftBin> Plotted(bool areNumbers)
    {
        var named = Enumerable.Range(0, Count).Where(x => Names[x] is not null).Take(MostPlotted);
        var bins = named.Select(x => Share(x) with { Value = Names[x] }).ToList();
        if (areNumbers)
            bins = [.. bins.OrderBy(x => double.Parse(x.Value!, CultureInfo.InvariantCulture))];
        var rest = new DriftBin(1 - bins.Sum(x => x.Reference), 1 - bins.Sum(x => x.Current));
        if (Count > bins.Count)
            bins.Add(new DriftBin(Math.Max(0, rest.Reference), Math.Max(0, rest.Current)));
        return bins;
    }

    private static Bins Ranges(Ranking reference, Ranking current, IEnumerable<double> edges)
    {
        double[] ordered = [.. edges.Distinct().Order()];
        return new Bins([], ordered, In(ordered, reference), In(ordered, current))
        {
            SketchVariance = SamplingNoise.SketchVariance(reference) + SamplingNoise.SketchVariance(current),
        };
    }

    private static double[] In(double[] edges, Ranking ranking)
    {
        double[] ranks = [0, .. edges.Select(ranking.Rank), 1];
        return [.. ranks.Zip(ranks.Skip(1), (low, high) => Math.Max(0, high - low) * ranking.Total)];
    }

    private static Bins OfValues(ColumnSample reference, ColumnSample current)
    {
        var (names, first, second) = ValueCounts.Paired(reference.Values, current.Values);
        return new Bins(names, [], first, second);
    }
}
