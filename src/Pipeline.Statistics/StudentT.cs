namespace Pipeline.Statistics;

/// <summary>Student's t distribution, for means of a few values.</summary>
public static class StudentT
{
    private const int MostTerms = 300;
    private const double Precision = 1e-15;
    private const double Tiny = 1e-300;

    /// <summary>
    /// The value that a variable stays below with a probability, by bisection to the last digits of a double. The distribution is
    /// the regularised incomplete beta function of Abramowitz and Stegun (1964), 26.5.27 and 26.7.1.
    /// </summary>
    /// <param name="probability">Above 0 and below 1.</param>
    /// <param name="degrees">Of freedom, at least 1.</param>
    public static double Quantile(double probability, int degrees)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(probability);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(probability, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(degrees, 1);
        if (probability < 0.5)
            return -Quantile(1 - probability, degrees);
        var (low, high) = (0.0, 1.0);
        while (Below(high, degrees) < probability && double.IsFinite(high))
            high *= 2;
        for (var middle = high / 2; middle > low && middle < high; middle = low + ((high - low) / 2))
            (low, high) = Below(middle, degrees) < probability ? (middle, high) : (low, middle);
        return high;
    }

    /// <param name="value">Not negative.</param>
    private static double Below(double value, int degrees) =>
        1 - (Beta(degrees / (degrees + (value * value)), degrees / 2.0, 0.5) / 2);

    /// <summary>I_x(a, b), by its continued fraction (26.5.8), which converges fast on one side of the mean.</summary>
    private static double Beta(double x, double a, double b)
    {
        if (x is 0 or 1)
            return x;
        var front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + (a * Math.Log(x)) + (b * Math.Log(1 - x)));
        return x < (a + 1) / (a + b + 2) ? front * Fraction(x, a, b) / a : 1 - (front * Fraction(1 - x, b, a) / b);
    }

    /// <summary>Evaluated from the front, after Lentz (1976).</summary>
    private static double Fraction(double x, double a, double b)
    {
        var (numerator, denominator) = (1.0, Guarded(1 - ((a + b) * x / (a + 1))));
        var value = denominator = 1 / denominator;
        for (var term = 1; term <= MostTerms; term++)
        {
            var twice = a + (2 * term);
            Step(term * (b - term) * x / ((twice - 1) * twice));
            if (Math.Abs(Step(-(a + term) * (a + b + term) * x / (twice * (twice + 1))) - 1) < Precision)
                break;
        }

        return value;

        double Step(double coefficient)
        {
            denominator = 1 / Guarded(1 + (coefficient * denominator));
            numerator = Guarded(1 + (coefficient / numerator));
            value *= numerator * denominator;
            return numerator * denominator;
        }
    }

    private static double Guarded(double value) => Math.Abs(value) < Tiny ? Tiny : value;

    /// <summary>
    /// By Stirling's series (6.1.41), whose error is below 1e-16 from 16 on; smaller arguments are raised by the recurrence.
    /// </summary>
    private static double LogGamma(double value)
    {
        var lowered = 0.0;
        for (; value < 16; value++)
            lowered += Math.Log(value);
        var inverse = 1 / (value * value);
        var series = 1.0 / 1188;
        foreach (var divisor in (ReadOnlySpan<double>)[1680, 1260, 360, 12])
            series = (1 / divisor) - (inverse * series);
        return ((value - 0.5) * Math.Log(value)) - value + (Math.Log(2 * Math.PI) / 2) + (series / value) - lowered;
    }
}
