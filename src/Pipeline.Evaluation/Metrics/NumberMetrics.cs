namespace Pipeline.Evaluation.Metrics;

/// <summary>Metrics of predicted numbers, by the sums of <see cref="NumberKernel"/>.</summary>
internal static class NumberMetrics
{
    /// <summary>A variance that is less than so much of the mean square is rounding.</summary>
    private const double Rounding = 1e-15;

    public static double MeanAbsoluteError(LaneSums<NumberRows> sums) =>
        (sums[NumberKernel.Above] + sums[NumberKernel.Below]) / sums[NumberKernel.Rows];

    public static double MeanAbsolutePercentageError(LaneSums<NumberRows> sums) =>
        sums[NumberKernel.Shares] / sums[NumberKernel.Rows];

    public static double RootMeanSquaredError(LaneSums<NumberRows> sums) =>
        Math.Sqrt(sums[NumberKernel.Squares] / sums[NumberKernel.Rows]);

    /// <summary>The mean of predicted minus true: above zero where the model answers too much.</summary>
    public static double MeanBiasError(LaneSums<NumberRows> sums) =>
        (sums[NumberKernel.Above] - sums[NumberKernel.Below]) / sums[NumberKernel.Rows];

    /// <summary>
    /// What a quantile is judged by: a unit too little costs alpha, one too much 1 - alpha (Koenker and Bassett 1978), as
    /// scikit-learn has it.
    /// </summary>
    /// <param name="alpha">Which quantile, between 0 and 1.</param>
    public static LaneValue<NumberRows> MeanPinballLoss(double alpha) => sums =>
        ((alpha * sums[NumberKernel.Below]) + ((1 - alpha) * sums[NumberKernel.Above])) / sums[NumberKernel.Rows];

    /// <summary>Of an even number of rows, the mean of the two in the middle.</summary>
    public static double MedianAbsoluteError(LaneSums<NumberRows> sums) => sums[NumberKernel.Rows] == 0
        ? double.NaN
        : (sums.Rows.Distances[(int)sums[NumberKernel.LowMiddle]]
            + sums.Rows.Distances[(int)sums[NumberKernel.HighMiddle]]) / 2;

    /// <summary>The greatest distance of any row.</summary>
    public static double MaxError(LaneSums<NumberRows> sums) => sums[NumberKernel.Rows] == 0
        ? double.NaN
        : sums.Rows.Distances[(int)sums[NumberKernel.Last]];

    /// <summary>One minus the share of the squares of the truth around its mean that predictions leave over.</summary>
    public static double R2(LaneSums<NumberRows> sums) => Explained(
        sums[NumberKernel.Squares] / sums[NumberKernel.Rows],
        Variance(sums[NumberKernel.Truths], sums[NumberKernel.TruthSquares], sums[NumberKernel.Rows]));

    /// <summary>Like R2, but a constant error costs nothing.</summary>
    public static double ExplainedVariance(LaneSums<NumberRows> sums) => Explained(
        Variance(sums[NumberKernel.Errors], sums[NumberKernel.ErrorSquares], sums[NumberKernel.Rows]),
        Variance(sums[NumberKernel.Truths], sums[NumberKernel.TruthSquares], sums[NumberKernel.Rows]));

    /// <summary>
    /// Where the truth is the same in all rows, as it may be in a resample, 1 for predictions that leave nothing over and else 0:
    /// scikit-learn's <c>force_finite</c>.
    /// </summary>
    private static double Explained(double left, double variance) =>
        double.IsNaN(left) ? double.NaN : variance > 0 ? 1 - (left / variance) : left > 0 ? 0 : 1;

    private static double Variance(double sum, double squares, double count)
    {
        var (mean, square) = (sum / count, squares / count);
        var variance = square - (mean * mean);
        return variance <= Rounding * square ? 0 : variance;
    }
}
