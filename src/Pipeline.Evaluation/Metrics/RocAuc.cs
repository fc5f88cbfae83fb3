namespace Pipeline.Evaluation.Metrics;

/// <summary>
/// The share of pairs of a positive and a negative row in which the positive one has the greater probability. A tie counts
/// half, as midranks do (Mann and Whitney 1947, Bamber 1975).
/// </summary>
internal static class RocAuc
{
    public static RowStatistic On(ScoredRows rows) => weights => Of(rows, weights);

    private static double Of(ScoredRows rows, ReadOnlySpan<int> weights)
    {
        var (order, isPositive, endsTie) = (rows.Rows, rows.IsPositive, rows.EndsTie);
        long positives = 0, negatives = 0, tiedPositives = 0, tiedNegatives = 0, halves = 0;
        for (var i = 0; i < order.Length; i++)
        {
            var weight = weights[order[i]];
            if (isPositive[i])
                tiedPositives += weight;
            else
                tiedNegatives += weight;
            if (!endsTie[i])
                continue;
            halves += tiedPositives * ((2 * negatives) + tiedNegatives);
            positives += tiedPositives;
            negatives += tiedNegatives;
            (tiedPositives, tiedNegatives) = (0, 0);
        }

        return halves / (2.0 * positives * negatives);
    }
}
