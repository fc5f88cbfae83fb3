namespace Pipeline.Evaluation.Metrics;

/// <summary>
/// The mean of the precisions at each threshold, weighted by the recall that it adds: the sum of (R[n] - R[n-1]) P[n], without
/// interpolation, as scikit-learn has it. Rows with the same probability share a threshold.
/// </summary>
internal static class AveragePrecision
{
    public static RowStatistic On(ScoredRows rows) => weights => Of(rows, weights);

    private static double Of(ScoredRows rows, ReadOnlySpan<int> weights)
    {
        long found = 0, before = 0, predicted = 0;
        var sum = 0.0;
        for (var i = rows.Count - 1; i >= 0; i--)
        {
            var weight = weights[rows.Rows[i]];
            predicted += weight;
            found += rows.IsPositive[i] ? weight : 0;
            if (found == before || (i > 0 && !rows.EndsTie[i - 1]))
                continue;
            sum += (found - before) * ((double)found / predicted);
            before = found;
        }

        return sum / found;
    }
}
