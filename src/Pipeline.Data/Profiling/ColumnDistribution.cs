using Pipeline.Models.Documents;
using Pipeline.Statistics;


namespace Pipeline.Data.Profiling;

/// <summary>
/// Two profiles of one column in the same bins: the tenths of the reference for numbers, its most frequent values and one bin for
/// all others for what is no number. Missing values have a bin of their own, so that a column which has lost all its values is
/// as far from what it was as can be.
/// </summary>
internal static class ColumnDistribution
{
    private const int Tenths = 10;

    /// <summary>Of columns that are not personal, and have rows.</summary>
    /// <returns>Counts of the reference, and of the other, in each bin.</returns>
    public static (IReadOnlyList<double> Reference, IReadOnlyList<double> Current) Of(
        ColumnProfile reference, ColumnProfile current)
    {
        // A column without values is neither of numbers nor of anything else: all others are in one bin beside the missing ones.
        var (first, second) = reference.Count == 0 || current.Count == 0 ? ([reference.Count], [current.Count])
            : reference.Sketches?.Numbers is not null && current.Sketches?.Numbers is not null
                ? Numbers(SummaryText.Read(reference), SummaryText.Read(current))
                : Values(reference, current);
        return ([.. first, reference.Missing], [.. second, current.Missing]);
    }

    private static (IEnumerable<double> Reference, IEnumerable<double> Current) Numbers(
        ColumnSummary reference, ColumnSummary current)
    {
        double[] edges = [.. Enumerable.Range(1, Tenths - 1)
            .Select(x => reference.Numbers.Quantile(x / (double)Tenths)).Distinct()];
        return (In(edges, reference.Numbers), In(edges, current.Numbers));
    }

    private static IEnumerable<double> In(double[] edges, QuantileSketch sketch)
    {
        double[] ranks = [0, .. edges.Select(sketch.Rank), 1];
        return ranks.Zip(ranks.Skip(1), (low, high) => Math.Max(0, high - low) * sketch.Count);
    }

    private static (IEnumerable<double> Reference, IEnumerable<double> Current) Values(
        ColumnProfile reference, ColumnProfile current)
    {
        var counts = current.Frequent.ToDictionary(x => x.Value, x => (double)x.Count, StringComparer.Ordinal);
        double[] first = [.. reference.Frequent.Select(x => (double)x.Count)];
        double[] second = [.. reference.Frequent.Select(x => counts.GetValueOrDefault(x.Value))];
        return ([.. first, reference.Count - first.Sum()], [.. second, current.Count - second.Sum()]);
    }
}
