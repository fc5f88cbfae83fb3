namespace Pipeline.Statistics;

/// <summary>
/// The area under the ROC curve of two scores for the same rows, and how sure their difference is (DeLong, DeLong and
/// Clarke-Pearson 1988), by midranks in the time of a sort (Sun and Xu 2014, algorithm 2).
/// </summary>
/// <param name="First">The first score's area.</param>
/// <param name="Second">The second score's area.</param>
/// <param name="FirstError">The standard error of the first.</param>
/// <param name="SecondError">The standard error of the second.</param>
/// <param name="DifferenceError">The standard error of first minus second; 0 where both rank all pairs alike.</param>
public sealed record DeLong(double First, double Second, double FirstError, double SecondError, double DifferenceError)
{
    /// <summary>At least two rows of each class are needed for a variance; with fewer the errors are infinite.</summary>
    /// <param name="isPositive">By row, the truth; at least one of each.</param>
    /// <param name="first">By row, the first score.</param>
    /// <param name="second">By row, the second score.</param>
    public static DeLong Of(IReadOnlyList<bool> isPositive, IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentNullException.ThrowIfNull(isPositive);
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var (ours, theirs) = (Components(isPositive, first), Components(isPositive, second));
        var (a, b, both) = (Variance(ours, ours), Variance(theirs, theirs), Variance(ours, theirs));
        return new DeLong(
            Mean(ours.OfPositives), Mean(theirs.OfPositives), Math.Sqrt(a), Math.Sqrt(b), Error(a + b - (2 * both), a + b));
    }

    /// <summary>What rounding leaves of two equal scores is no variance.</summary>
    private static double Error(double variance, double scale) =>
        !double.IsFinite(scale) ? double.PositiveInfinity
        : variance <= scale * 1e-14 ? 0
        : Math.Sqrt(variance);

    /// <summary>
    /// Of each positive row the share of negatives that it is above, and of each negative the share of positives that are above
    /// it.
    /// </summary>
    private static (double[] OfPositives, double[] OfNegatives) Components(
        IReadOnlyList<bool> isPositive, IReadOnlyList<double> scores)
    {
        double[] positives = [.. scores.Where((_, row) => isPositive[row])];
        double[] negatives = [.. scores.Where((_, row) => !isPositive[row])];
        var ofAll = Midranks([.. positives, .. negatives]);
        var (ofPositives, ofNegatives) = (Midranks(positives), Midranks(negatives));
        var (m, n) = (positives.Length, negatives.Length);
        for (var i = 0; i < m; i++)
            ofPositives[i] = (ofAll[i] - ofPositives[i]) / n;
        for (var j = 0; j < n; j++)
            ofNegatives[j] = 1 - ((ofAll[m + j] - ofNegatives[j]) / m);
        return (ofPositives, ofNegatives);
    }

    /// <summary>Counted from 1; those that tie share the mean of their ranks.</summary>
    private static double[] Midranks(double[] values)
    {
        var (sorted, order) = ((double[])values.Clone(), new int[values.Length]);
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(sorted, order);
        var ranks = new double[values.Length];
        for (var from = 0; from < sorted.Length;)
        {
            var to = from + 1;
            while (to < sorted.Length && sorted[to].Equals(sorted[from]))
                to++;
            for (var i = from; i < to; i++)
                ranks[order[i]] = (from + to + 1) / 2.0;
            from = to;
        }

        return ranks;
    }

    private static double Variance(
        (double[] OfPositives, double[] OfNegatives) first, (double[] OfPositives, double[] OfNegatives) second) =>
        (Covariance(first.OfPositives, second.OfPositives) / first.OfPositives.Length)
        + (Covariance(first.OfNegatives, second.OfNegatives) / first.OfNegatives.Length);

    private static double Covariance(double[] first, double[] second)
    {
        if (first.Length < 2)
            return double.PositiveInfinity;
        var (x, y, sum) = (Mean(first), Mean(second), 0.0);
        for (var i = 0; i < first.Length; i++)
            sum += (first[i] - x) * (second[i] - y);
        return sum / (first.Length - 1);
    }

    private static double Mean(double[] values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum / values.Length;
    }
}
