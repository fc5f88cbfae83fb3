using Pipeline.Statistics;


namespace Pipeline.Evaluation.Metrics;

/// <summary>Metrics that are the mean of what each row loses.</summary>
internal static class RowMean
{
    public static RowStatistic OfLogLoss(ScoredRows rows) => Of(rows, LogLoss.Of);

    /// <summary>The squared distance between probability and truth.</summary>
    public static RowStatistic OfBrierScore(ScoredRows rows) => Of(rows, (probability, isPositive) =>
    {
        var distance = probability - (isPositive ? 1 : 0);
        return distance * distance;
    });

    private static RowStatistic Of(ScoredRows rows, Func<double, bool, double> loss)
    {
        var losses = rows.Probabilities.Zip(rows.IsPositive, loss).ToArray();
        return weights => Of(rows.Rows, losses, weights);
    }

    private static double Of(int[] order, double[] losses, ReadOnlySpan<int> weights)
    {
        var (sum, count) = (0.0, 0L);
        for (var i = 0; i < losses.Length; i++)
        {
            var weight = weights[order[i]];
            sum += weight * losses[i];
            count += weight;
        }

        return sum / count;
    }
}
