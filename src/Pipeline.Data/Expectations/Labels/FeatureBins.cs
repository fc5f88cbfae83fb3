using System.Text;
using Pipeline.Data.Expectations.Columns;

namespace Pipeline.Data.Expectations.Labels;

/// <summary>
/// A feature as bins: of a category one for each value; of numbers and timestamps at most 64 with equally many rows. What is
/// missing has a bin of its own.
/// </summary>
internal sealed class FeatureBins
{
    private const int MostBins = 64;

    private FeatureBins(IReadOnlyList<int> bins, IReadOnlyList<double>? order)
    {
        (Bins, Order) = (bins, order);
        Count = bins.DefaultIfEmpty(0).Max() + 1;
    }

    /// <summary>Of each row.</summary>
    public IReadOnlyList<int> Bins { get; }

    public int Count { get; }

    /// <summary>Of each row a number in the order of the values, NaN for a missing one; null for a category.</summary>
    public IReadOnlyList<double>? Order { get; }

    public static FeatureBins Of(IReadOnlyList<string?> values)
    {
        var order = new double[values.Count];
        bool? areTimes = null;
        for (var row = 0; row < order.Length; row++)
        {
            order[row] = double.NaN;
            if (values[row] is not { } text)
                continue;
            if (!OrderedValue.TryParse(Encoding.UTF8.GetBytes(text), out var value)
                || (areTimes ??= value.Ticks.HasValue) != value.Ticks.HasValue)
                return new FeatureBins(OfCategories(values), null);
            order[row] = value.Ticks ?? value.Number;
        }

        return new FeatureBins(OfOrder(order), order);
    }

    private static int[] OfCategories(IReadOnlyList<string?> values)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var bins = new int[values.Count];
        for (var row = 0; row < bins.Length; row++)
        {
            if (values[row] is not { } text)
                continue;
            known.TryAdd(text, known.Count + 1);
            bins[row] = known[text];
        }

        return bins;
    }

    private static int[] OfOrder(double[] order)
    {
        var present = Enumerable.Range(0, order.Length).Where(x => !double.IsNaN(order[x])).OrderBy(x => order[x]).ToArray();
        var bins = new int[order.Length];
        for (var rank = 0; rank < present.Length; rank++)
        {
            var isSame = rank > 0 && order[present[rank]].Equals(order[present[rank - 1]]);
            bins[present[rank]] = isSame ? bins[present[rank - 1]] : 1 + (int)((long)rank * MostBins / present.Length);
        }

        return bins;
    }
}
