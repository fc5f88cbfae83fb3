namespace Pipeline.Evaluation.Metrics;

/// <summary>How many rows were predicted rightly and wrongly, by the model's own decision rule.</summary>
internal readonly record struct Confusion(long TruePositives, long FalsePositives, long TrueNegatives, long FalseNegatives)
{
    public double Accuracy =>
        (double)(TruePositives + TrueNegatives) / (TruePositives + FalsePositives + TrueNegatives + FalseNegatives);

    /// <summary>Of the rows that are positive, the share that was found.</summary>
    public double Recall => (double)TruePositives / (TruePositives + FalseNegatives);

    /// <summary>Of the rows predicted to be positive, the share that is; 0 where there are none, as in scikit-learn.</summary>
    public double Precision => TruePositives == 0 ? 0 : (double)TruePositives / (TruePositives + FalsePositives);

    /// <summary>The harmonic mean of precision and recall.</summary>
    public double F1 => 2.0 * TruePositives / ((2 * TruePositives) + FalsePositives + FalseNegatives);

    public static Func<ScoredRows, RowStatistic> On(Func<Confusion, double> metric) =>
        rows => weights => metric(Of(rows, weights));

    public static Confusion Of(ScoredRows rows, ReadOnlySpan<int> weights)
    {
        var (falseNegatives, trueNegatives) = Count(rows, weights, 0, rows.FirstPredicted);
        var (truePositives, falsePositives) = Count(rows, weights, rows.FirstPredicted, rows.Count);
        return new Confusion(truePositives, falsePositives, trueNegatives, falseNegatives);
    }

    private static (long Positives, long Negatives) Count(ScoredRows rows, ReadOnlySpan<int> weights, int from, int to)
    {
        long positives = 0, all = 0;
        for (var i = from; i < to; i++)
        {
            var weight = weights[rows.Rows[i]];
            all += weight;
            positives += rows.IsPositive[i] ? weight : 0;
        }

        return (positives, all - positives);
    }
}
