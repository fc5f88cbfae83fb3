namespace Pipeline.Monitoring.Drift;

/// <summary>Limits out of what windows measured that are known to be good.</summary>
/// <param name="Low">What is below it is unusual.</param>
/// <param name="High">What is above it is unusual.</param>
public sealed record ReferenceLimits(double Low, double High)
{
    /// <summary>How many windows are needed to learn from.</summary>
    public const int LeastWindows = 3;

    /// <summary>
    /// The mean and some standard deviations on each side, as NannyML learns its limits from the windows of a reference; the
    /// standard deviation is that of the windows, with n.
    /// </summary>
    /// <param name="values">Of one measurement in several windows.</param>
    /// <param name="deviations">How many, above 0. Default: 3.</param>
    /// <returns>Null with fewer than three finite values.</returns>
    public static ReferenceLimits? Of(IReadOnlyList<double> values, double deviations = 3)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(deviations);
        double[] finite = [.. values.Where(double.IsFinite)];
        if (finite.Length < LeastWindows)
            return null;
        var mean = finite.Average();
        var deviation = Math.Sqrt(finite.Average(x => (x - mean) * (x - mean)));
        return new ReferenceLimits(mean - (deviations * deviation), mean + (deviations * deviation));
    }
}
