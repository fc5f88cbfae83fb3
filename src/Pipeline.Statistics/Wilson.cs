namespace Pipeline.Statistics;

/// <summary>
/// The score interval of a share (Wilson 1927): it stays within 0 and 1, and has a width also where all or none are.
/// </summary>
public static class Wilson
{
    /// <summary>The two-sided quantile of the normal distribution for 95 %.</summary>
    private const double Usual = 1.959963984540054;

    /// <param name="count">How many of them are.</param>
    /// <param name="of">How many there are, at least 1.</param>
    /// <param name="z">How many standard deviations to both sides; by default those of 95 %.</param>
    public static (double Low, double High) Interval(long count, long of, double z = Usual)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(of, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, of);
        var (n, share, square) = ((double)of, (double)count / of, z * z);
        var center = (share + (square / (2 * n))) / (1 + (square / n));
        var half = z / (1 + (square / n)) * Math.Sqrt((share * (1 - share) / n) + (square / (4 * n * n)));
        return (count == 0 ? 0 : Math.Max(0, center - half), count == of ? 1 : Math.Min(1, center + half));
    }
}
