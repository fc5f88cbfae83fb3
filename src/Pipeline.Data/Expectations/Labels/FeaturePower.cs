using Pipeline.Models.Documents;

namespace Pipeline.Data.Expectations.Labels;

/// <summary>
/// How well one feature alone predicts the label, from 0 (not at all) to 1 (perfectly): the better of what its order says and
/// what its bins say.
/// </summary>
internal static class FeaturePower
{
    private const int FewestOrdered = 100;

    public static LabelPower Of(FeatureBins feature, Target target)
    {
        var byOrder = OfOrder(feature, target);
        var byValues = target.ClassCount switch
        {
            0 => new LabelPower(OfNumbers(feature, target), "explained variance by its values"),
            2 => new LabelPower(OfTwoClasses(feature, target), "2 AUC - 1 by its values"),
            _ => new LabelPower(OfClasses(feature, target), "Goodman and Kruskal's lambda"),
        };
        return byValues.Value > byOrder || target.ClassCount > 2
            ? byValues
            : new LabelPower(byOrder, target.ClassCount == 0 ? "absolute rank correlation" : "|2 AUC - 1| by its order");
    }

    /// <summary>
    /// Of two classes |2 AUC - 1|, where the AUC is that of Mann and Whitney; of numbers the absolute rank correlation of
    /// Spearman. Missing values are left aside.
    /// </summary>
    private static double OfOrder(FeatureBins feature, Target target)
    {
        if (feature.Order is not { } order || target.ClassCount > 2)
            return 0;
        var rows = Enumerable.Range(0, order.Count).Where(x => !double.IsNaN(order[x])).ToList();
        if (rows.Count < FewestOrdered)
            return 0;
        var labels = rows.Select(x => target.Values[x]).ToList();
        return Math.Abs(RankCorrelation([.. rows.Select(x => order[x])], labels, target.ClassCount));
    }

    /// <summary>
    /// 2 AUC - 1 of the share of positives in each bin, learned from the other half of the rows; the mean of both halves.
    /// </summary>
    private static double OfTwoClasses(FeatureBins feature, Target target)
    {
        var (positives, counts) = (new double[2, feature.Count], new int[2, feature.Count]);
        for (var row = 0; row < target.Values.Count; row++)
        {
            positives[row & 1, feature.Bins[row]] += target.Values[row];
            counts[row & 1, feature.Bins[row]]++;
        }

        var usual = target.Values.Average();
        return Math.Clamp((OfHalf(0) + OfHalf(1)) / 2, 0, 1);

        double OfHalf(int half)
        {
            var rows = Enumerable.Range(0, target.Values.Count).Where(x => (x & 1) == half).ToList();
            var labels = rows.Select(x => target.Values[x]).ToList();
            return RankCorrelation([.. rows.Select(x => Score(1 - half, feature.Bins[x]))], labels, target.ClassCount);
        }

        double Score(int half, int bin) => counts[half, bin] == 0 ? usual : positives[half, bin] / counts[half, bin];
    }

    /// <summary>
    /// Goodman and Kruskal's lambda: by how much the errors of always naming the most frequent class shrink when each bin names
    /// its own, which it has learned from the other half of the rows.
    /// </summary>
    private static double OfClasses(FeatureBins feature, Target target)
    {
        var counts = new int[2, feature.Count, target.ClassCount];
        var totals = new int[2, target.ClassCount];
        for (var row = 0; row < target.Values.Count; row++)
        {
            counts[row & 1, feature.Bins[row], (int)target.Values[row]]++;
            totals[row & 1, (int)target.Values[row]]++;
        }

        var classes = Enumerable.Range(0, target.ClassCount).ToList();
        var right = target.Values.Index().Count(x => x.Item.Equals(Named(1 - (x.Index & 1), feature.Bins[x.Index])));
        var usual = classes.Max(x => totals[0, x] + totals[1, x]);
        return Math.Clamp((right - usual) / (double)(target.Values.Count - usual), 0, 1);

        double Named(int half, int bin) => classes.Any(x => counts[half, bin, x] > 0)
            ? classes.MaxBy(x => counts[half, bin, x])
            : classes.MaxBy(x => totals[half, x]);
    }

    /// <summary>
    /// The share of the label's variance that the means of the bins explain, each from the other half of the rows.
    /// </summary>
    private static double OfNumbers(FeatureBins feature, Target target)
    {
        var (sums, counts) = (new double[2, feature.Count], new int[2, feature.Count]);
        for (var row = 0; row < target.Values.Count; row++)
        {
            sums[row & 1, feature.Bins[row]] += target.Values[row];
            counts[row & 1, feature.Bins[row]]++;
        }

        var mean = target.Values.Average();
        var (error, spread) = (0.0, 0.0);
        foreach (var (row, value) in target.Values.Index())
        {
            var (half, bin) = (1 - (row & 1), feature.Bins[row]);
            var expected = counts[half, bin] > 0 ? sums[half, bin] / counts[half, bin] : mean;
            error += (value - expected) * (value - expected);
            spread += (value - mean) * (value - mean);
        }

        return double.IsFinite(error) && spread > 0 ? Math.Clamp(1 - (error / spread), 0, 1) : 0;
    }

    private static double RankCorrelation(IReadOnlyList<double> feature, IReadOnlyList<double> label, int classCount)
    {
        var ranks = Ranks(feature);
        if (classCount == 0)
            return Correlation(ranks, Ranks(label));
        var positives = label.Count(x => x == 1);
        if (positives == 0 || positives == label.Count)
            return 0;
        var rankSum = ranks.Zip(label).Where(x => x.Second == 1).Sum(x => x.First);
        var wins = rankSum - (positives * (positives + 1.0) / 2);
        var pairs = (double)positives * (label.Count - positives);
        return ((2 * wins) - pairs) / pairs;
    }

    /// <summary>From 1; those that are equal share the mean of theirs.</summary>
    private static double[] Ranks(IReadOnlyList<double> values)
    {
        var order = Enumerable.Range(0, values.Count).OrderBy(x => values[x]).ToArray();
        var ranks = new double[order.Length];
        for (var (first, next) = (0, 0); first < order.Length; first = next)
        {
            while (next < order.Length && values[order[next]].Equals(values[order[first]]))
                next++;
            for (var i = first; i < next; i++)
                ranks[order[i]] = (first + next + 1) / 2.0;
        }

        return ranks;
    }

    private static double Correlation(double[] a, double[] b)
    {
        var mean = (a.Length + 1) / 2.0;
        var (both, first, second) = (0.0, 0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            both += (a[i] - mean) * (b[i] - mean);
            first += (a[i] - mean) * (a[i] - mean);
            second += (b[i] - mean) * (b[i] - mean);
        }

        return first > 0 && second > 0 ? both / Math.Sqrt(first * second) : 0;
    }
}

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
