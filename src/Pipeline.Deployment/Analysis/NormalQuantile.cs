namespace Pipeline.Deployment.Analysis;

/// <summary>The standard normal distribution's quantile, by Acklam's rational approximation; off by 1.2e-9 at most.</summary>
internal static class NormalQuantile
{
    private const double Tail = 0.02425;

    private static readonly double[] A =
    [
        -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02,
        1.383577518672690e+02, -3.066479806614716e+01, 2.506628277459239e+00,
    ];

    private static readonly double[] B =
    [
        -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01, -1.328068155288572e+01, 1,
    ];

    private static readonly double[] C =
    [
        -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
        -2.549732539343734e+00, 4.374664141464968e+00, 2.938163982698783e+00,
    ];

    private static readonly double[] D =
    [
        7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00, 1,
    ];

    /// <param name="probability">Between 0 and 1, both excluded.</param>
    public static double Of(double probability)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(probability);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(probability, 1);
        if (probability > 0.5)
            return -Of(1 - probability);
        if (probability < Tail)
        {
            var root = Math.Sqrt(-2 * Math.Log(probability));
            return Polynomial(C, root) / Polynomial(D, root);
        }

        var centred = probability - 0.5;
        var square = centred * centred;
        return Polynomial(A, square) * centred / Polynomial(B, square);
    }

    private static double Polynomial(double[] coefficients, double x) => coefficients.Aggregate(0.0, (sum, c) => (sum * x) + c);
}
