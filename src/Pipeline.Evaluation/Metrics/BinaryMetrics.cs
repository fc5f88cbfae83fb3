namespace Pipeline.Evaluation.Metrics;

/// <summary>Metrics of two classes, by the sums of <see cref="BinaryKernel"/>.</summary>
internal static class BinaryMetrics
{
    /// <summary>
    /// The share of pairs of a positive and a negative row in which the positive one has the greater probability. A tie counts
    /// half, as midranks do (Mann and Whitney 1947, Bamber 1975).
    /// </summary>
    public static double RocAuc(LaneSums<ScoredRows> sums) =>
        sums[BinaryKernel.Halves] / (2 * sums[BinaryKernel.Positives] * sums[BinaryKernel.Negatives]);

    /// <summary>
    /// The mean of the precisions at each threshold, weighted by the recall that it adds: the sum of (R[n] - R[n-1]) P[n],
    /// without interpolation, as scikit-learn has it. Rows with the same probability share a threshold.
    /// </summary>
    public static double AveragePrecision(LaneSums<ScoredRows> sums) =>
        sums[BinaryKernel.Precision] / sums[BinaryKernel.Positives];

    public static double LogLoss(LaneSums<ScoredRows> sums) => sums[BinaryKernel.LogLoss] / Rows(sums);

    public static double BrierScore(LaneSums<ScoredRows> sums) => sums[BinaryKernel.Brier] / Rows(sums);

    /// <summary>
    /// The greatest distance between the distributions of both classes' probabilities: the statistic of the two-sample test of
    /// Kolmogorov and Smirnov, as scipy's ks_2samp has it.
    /// </summary>
    public static double KolmogorovSmirnov(LaneSums<ScoredRows> sums) =>
        sums[BinaryKernel.Distance] / (sums[BinaryKernel.Positives] * sums[BinaryKernel.Negatives]);

    /// <summary>
    /// Over bins of equal width, the mean distance between the share of positives and the mean probability, each bin by the
    /// rows in it (Naeini, Cooper and Hauskrecht 2015; Guo and others 2017, equation 3).
    /// </summary>
    /// <param name="bins">How many.</param>
    public static LaneValue<ScoredRows> ExpectedCalibrationError(int bins) => sums =>
    {
        var (error, above) = (0.0, default((double Positives, double Probabilities)));
        var edges = sums.Rows.Bins(bins);
        for (var bin = bins - 1; bin >= 0; bin--)
        {
            var place = BinaryKernel.Cuts + (BinaryKernel.PerCut * sums.PlaceOf(bin == 0 ? 0 : edges[bin - 1]));
            var (positives, probabilities) = (sums[place], sums[place + 2]);
            error += Math.Abs(positives - above.Positives - (probabilities - above.Probabilities));
            above = (positives, probabilities);
        }

        return error / Rows(sums);
    };

    /// <summary>Where a bin begins, down to the first of all.</summary>
    public static Func<ScoredRows, IEnumerable<int>> Bins(int bins) => rows => [0, .. rows.Bins(bins)];

    private static double Rows(LaneSums<ScoredRows> sums) => sums[BinaryKernel.Positives] + sums[BinaryKernel.Negatives];
}

/// <summary>How many rows were predicted rightly and wrongly, by the model's own decision rule.</summary>
internal readonly record struct Confusion(
    double TruePositives, double FalsePositives, double TrueNegatives, double FalseNegatives)
{
    public double Accuracy =>
        (TruePositives + TrueNegatives) / (TruePositives + FalsePositives + TrueNegatives + FalseNegatives);

    /// <summary>Of the rows that are positive, the share that was found.</summary>
    public double Recall => TruePositives / (TruePositives + FalseNegatives);

    /// <summary>Of the rows that are negative, the share that was left: the recall of the negative class.</summary>
    public double Specificity => TrueNegatives / (TrueNegatives + FalsePositives);

    /// <summary>The mean of both classes' recall.</summary>
    public double BalancedAccuracy => (Recall + Specificity) / 2;

    /// <summary>Of the rows predicted to be positive, the share that is; 0 where there are none, as in scikit-learn.</summary>
    public double Precision => TruePositives == 0 ? 0 : TruePositives / (TruePositives + FalsePositives);

    /// <summary>The harmonic mean of precision and recall.</summary>
    public double F1 => 2 * TruePositives / ((2 * TruePositives) + FalsePositives + FalseNegatives);

    /// <summary>
    /// The correlation of truth and answer (Matthews 1975), from -1 to 1; 0 where one of them is the same in all rows, as in
    /// scikit-learn.
    /// </summary>
    public double Correlation
    {
        get
        {
            var product = (TruePositives + FalsePositives) * (TruePositives + FalseNegatives)
                * (TrueNegatives + FalsePositives) * (TrueNegatives + FalseNegatives);
            return product == 0 ? 0
                : ((TruePositives * TrueNegatives) - (FalsePositives * FalseNegatives)) / Math.Sqrt(product);
        }
    }

    public static LaneValue<ScoredRows> Of(Func<Confusion, double> metric) => sums =>
    {
        var place = BinaryKernel.Cuts + (BinaryKernel.PerCut * sums.PlaceOf(sums.Rows.FirstPredicted));
        var (found, wrong) = (sums[place], sums[place + 1]);
        return metric(new Confusion(
            found, wrong, sums[BinaryKernel.Negatives] - wrong, sums[BinaryKernel.Positives] - found));
    };

    /// <summary>Of rows that count once each.</summary>
    public static Confusion Of(ScoredRows rows)
    {
        var found = rows.Truth().AsSpan(rows.FirstPredicted).Count(true);
        var wrong = rows.Predicted - found;
        return new Confusion(found, wrong, rows.Count - rows.Positives - wrong, rows.Positives - found);
    }

    /// <summary>Where predictions begin to be positive.</summary>
    public static IEnumerable<int> Cut(ScoredRows rows) => [rows.FirstPredicted];
}
