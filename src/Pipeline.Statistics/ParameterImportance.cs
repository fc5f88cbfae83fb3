using System.Globalization;

namespace Pipeline.Statistics;

/// <summary>
/// How much of a metric's variance each parameter explains by itself: functional ANOVA on a random forest (Hutter, Hoos and
/// Leyton-Brown 2014). A tree's boxes give the mean over all other parameters exactly; its variance over the values of one
/// parameter is what that one explains. What remains to 1 are parameters together, and chance.
/// </summary>
public static class ParameterImportance
{
    /// <summary>With fewer rows a forest finds what is not there.</summary>
    public const int LeastRows = 8;

    private const int Trees = 64;

    /// <summary>Null for fewer rows than <see cref="LeastRows"/>, and where no parameter or not the metric varies.</summary>
    /// <param name="values">
    /// By row, then by parameter: what numbers are is ordered as numbers, other texts by the mean metric of their rows, and null
    /// is a value of its own.
    /// </param>
    /// <param name="metric">By row, finite.</param>
    /// <param name="seed">What chance begins with.</param>
    public static ExplainedVariance? Of(
        IReadOnlyList<IReadOnlyList<string?>> values, IReadOnlyList<double> metric, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Count, metric.Count);
        if (metric.Count < LeastRows || metric.Distinct().Count() < 2)
            return null;
        var columns = Enumerable.Range(0, values[0].Count)
            .Select(column => Levels.Of([.. values.Select(row => row[column])], metric)).ToArray();
        if (columns.All(column => column.Shares.Length < 2))
            return null;
        var (shares, counted) = (new double[columns.Length], 0);
        var (sums, votes) = (new double[metric.Count], new int[metric.Count]);
        for (var at = 0; at < Trees; at++)
        {
            var random = new SeededRandom(seed, at);
            int[] drawn = [.. metric.Select(_ => random.Below(metric.Count))];
            var tree = new BoxTree(columns, metric, drawn, ref random);
            foreach (var row in Enumerable.Range(0, metric.Count).Except(drawn))
                (sums[row], votes[row]) = (sums[row] + tree.Answer(row), votes[row] + 1);
            if (tree.Variance is not { } variance)
                continue;
            counted++;
            for (var column = 0; column < columns.Length; column++)
                shares[column] += tree.VarianceOf(column) / variance;
        }

        return new ExplainedVariance(
            [.. shares.Select(share => counted == 0 ? 0 : share / counted)], Determination(metric, sums, votes));
    }

    /// <summary>R² of the forest on rows that a tree did not learn from.</summary>
    private static double Determination(IReadOnlyList<double> metric, double[] sums, int[] votes)
    {
        var voted = Enumerable.Range(0, metric.Count).Where(row => votes[row] > 0).ToList();
        if (voted.Count == 0)
            return 0;
        var mean = voted.Average(row => metric[row]);
        var all = voted.Sum(row => Square(metric[row] - mean));
        return all > 0 ? 1 - (voted.Sum(row => Square(metric[row] - (sums[row] / votes[row]))) / all) : 0;
    }

    internal static double Square(double value) => value * value;
}

/// <summary>What parameters explain of a metric.</summary>
/// <param name="Shares">By parameter, of the variance that the forest sees, from 0 to 1; their sum is at most 1.</param>
/// <param name="Determination">
/// R² of the forest on runs that it did not learn from, at most 1: at 0 and below it knows nothing, and the shares mean nothing.
/// </param>
public sealed record ExplainedVariance(IReadOnlyList<double> Shares, double Determination);

/// <summary>The values of a parameter by their order, and how often each occurs.</summary>
internal sealed record Levels(int[] OfRow, double[] Shares)
{
    public static Levels Of(IReadOnlyList<string?> values, IReadOnlyList<double> metric)
    {
        var rows = Enumerable.Range(0, values.Count).GroupBy(row => values[row] ?? "\0").ToList();
        var numbers = rows.ToDictionary(group => group.Key, group => Number(group.Key));
        var isNumeric = rows.TrueForAll(group => group.Key == "\0" || numbers[group.Key] is not null);
        var ordered = rows
            .OrderBy(group => isNumeric ? numbers[group.Key] ?? double.NegativeInfinity : group.Average(row => metric[row]))
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .ToList();
        var ofRow = new int[values.Count];
        foreach (var (level, group) in ordered.Index())
        {
            foreach (var row in group)
                ofRow[row] = level;
        }

        return new Levels(ofRow, [.. ordered.Select(group => (double)group.Count() / values.Count)]);
    }

    /// <summary>Of the values within a range, which includes both ends.</summary>
    public double Share(int low, int high)
    {
        var share = 0.0;
        for (var level = low; level <= high; level++)
            share += Shares[level];
        return share;
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : null;
}

/// <summary>A regression tree whose leaves are boxes of levels: CART (Breiman and others 1984) on a bootstrap sample.</summary>
internal sealed class BoxTree
{
    private const int LeastInLeaf = 2;

    private readonly Levels[] _columns;
    private readonly IReadOnlyList<double> _metric;
    private readonly List<Leaf> _leaves = [];

    public BoxTree(Levels[] columns, IReadOnlyList<double> metric, int[] rows, ref SeededRandom random)
    {
        (_columns, _metric) = (columns, metric);
        Grow(rows, [.. columns.Select(_ => 0)], [.. columns.Select(column => column.Shares.Length - 1)], ref random);
        Mean = _leaves.Sum(leaf => Mass(leaf, except: -1) * leaf.Value);
    }

    /// <summary>Over all combinations of levels, as often as each occurs; null where the tree has one leaf.</summary>
    public double? Variance => _leaves.Sum(leaf => Mass(leaf, except: -1) * ParameterImportance.Square(leaf.Value - Mean))
        is > 0 and var variance ? variance : null;

    private double Mean { get; }

    /// <summary>Of the mean over all other parameters, over the levels of one.</summary>
    public double VarianceOf(int column)
    {
        var shares = _columns[column].Shares;
        var means = new double[shares.Length];
        foreach (var leaf in _leaves)
        {
            var part = Mass(leaf, column) * leaf.Value;
            for (var level = leaf.Low[column]; level <= leaf.High[column]; level++)
                means[level] += part;
        }

        return means.Index().Sum(level => shares[level.Index] * ParameterImportance.Square(level.Item - Mean));
    }

    public double Answer(int row) => _leaves.First(leaf => _columns.Index().All(column =>
        column.Item.OfRow[row] >= leaf.Low[column.Index] && column.Item.OfRow[row] <= leaf.High[column.Index])).Value;

    /// <summary>Which share of all combinations lies in a leaf, whatever the level of one column.</summary>
    private double Mass(Leaf leaf, int except)
    {
        var mass = 1.0;
        for (var column = 0; column < _columns.Length; column++)
            mass *= column == except ? 1 : _columns[column].Share(leaf.Low[column], leaf.High[column]);
        return mass;
    }

    private void Grow(int[] rows, int[] low, int[] high, ref SeededRandom random)
    {
        if (FindSplit(rows, low, high, ref random) is not var (column, level))
        {
            _leaves.Add(new Leaf(low, high, rows.Average(row => _metric[row])));
            return;
        }

        var isBelow = rows.ToLookup(row => _columns[column].OfRow[row] <= level);
        int[] middle = [.. high];
        middle[column] = level;
        Grow([.. isBelow[true]], low, middle, ref random);
        middle = [.. low];
        middle[column] = level + 1;
        Grow([.. isBelow[false]], middle, high, ref random);
    }

    /// <summary>The split after which the squares within both sides are least, among two thirds of the columns.</summary>
    private (int Column, int Level)? FindSplit(int[] rows, int[] low, int[] high, ref SeededRandom random)
    {
        var free = Enumerable.Range(0, _columns.Length).Where(column => high[column] > low[column]).ToList();
        for (var left = free.Count / 3; left > 0; left--)
            free.RemoveAt(random.Below(free.Count));
        var (best, found) = (Within(rows) * (1 - 1e-9), default((int, int)?));
        foreach (var column in free)
        {
            int[] ordered = [.. rows.OrderBy(row => _columns[column].OfRow[row])];
            for (var at = LeastInLeaf; at <= ordered.Length - LeastInLeaf; at++)
            {
                var level = _columns[column].OfRow[ordered[at - 1]];
                if (level == _columns[column].OfRow[ordered[at]])
                    continue;
                var within = Within(ordered.AsSpan(0, at)) + Within(ordered.AsSpan(at));
                if (within < best)
                    (best, found) = (within, (column, level));
            }
        }

        return found;
    }

    private double Within(ReadOnlySpan<int> rows)
    {
        var (mean, squares, count) = (0.0, 0.0, 0);
        foreach (var row in rows)
        {
            // Welford (1962): squares of large numbers would lose the small differences between them.
            var off = _metric[row] - mean;
            mean += off / ++count;
            squares += off * (_metric[row] - mean);
        }

        return squares;
    }

    private sealed record Leaf(int[] Low, int[] High, double Value);
}
