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

    public static FeatureBins Of(IReadOnlyList<SampledValue> values)
    {
        var kinds = values.Select(x => x.Kind).Where(x => x != SampledKind.Missing).Distinct().ToList();
        if (kinds is not [SampledKind.Number or SampledKind.Timestamp])
            return new FeatureBins(OfCategories(values), null);
        var order = values.Select(x => x.Kind == SampledKind.Missing ? double.NaN : x.Order).ToArray();
        return new FeatureBins(OfOrder(order), order);
    }

    private static int[] OfCategories(IReadOnlyList<SampledValue> values)
    {
        var known = new Dictionary<SampledValue, int> { [default] = 0 };
        var bins = new int[values.Count];
        for (var row = 0; row < bins.Length; row++)
        {
            known.TryAdd(values[row], known.Count);
            bins[row] = known[values[row]];
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
