namespace Pipeline.Statistics;

/// <summary>What many tests at once may say, so that their number alone finds nothing.</summary>
public static class FalseDiscovery
{
    /// <summary>
    /// P-values as Benjamini and Hochberg (1995) adjust them: those that are at most q are found at a false-discovery rate of
    /// q, for tests that are independent or depend on each other positively (Benjamini and Yekutieli 2001).
    /// </summary>
    /// <param name="pValues">From 0 to 1.</param>
    /// <returns>In the same order; from 0 to 1, none below its own p-value.</returns>
    public static double[] Adjusted(IReadOnlyList<double> pValues)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        int[] order = [.. Enumerable.Range(0, pValues.Count).OrderBy(x => pValues[x])];
        var (adjusted, least) = (new double[order.Length], 1.0);
        for (var rank = order.Length; rank > 0; rank--)
        {
            least = Math.Min(least, pValues[order[rank - 1]] * order.Length / rank);
            adjusted[order[rank - 1]] = least;
        }

        return adjusted;
    }
}
