namespace Pipeline.Statistics;

/// <summary>
/// Quantiles of a sample, with intervals between two of its own values. Nothing is assumed of how values are distributed but that
/// they are independent: how many lie below the true quantile is binomial (David and Nagaraja, "Order Statistics", 2003, 7.1).
/// </summary>
public static class OrderStatistics
{
    /// <summary>The smallest value that at least the given share of the sample does not exceed.</summary>
    /// <param name="sorted">Ascending, at least one.</param>
    /// <param name="share">Above 0 and at most 1.</param>
    public static double Quantile(ReadOnlySpan<double> sorted, double share)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sorted.Length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        // 0.95 * 20 is 19 but for its last digit, and must not become the 20th value.
        return sorted[Math.Clamp((int)Math.Ceiling((share * sorted.Length) - 1e-9), 1, sorted.Length) - 1];
    }

    /// <summary>
    /// The narrowest pair of values around the quantile of which either end misses it with at most half of what
    /// <paramref name="confidence"/> leaves; null where the sample is too small to have such values.
    /// </summary>
    /// <param name="sorted">Ascending.</param>
    /// <param name="share">Above 0 and below 1.</param>
    /// <param name="confidence">Above 0 and below 1.</param>
    public static (double Low, double High)? Interval(ReadOnlySpan<double> sorted, double share, double confidence)
    {
        if (share is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share is between 0 and 1.");
        if (confidence is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence is between 0 and 1.");
        var tail = (1 - confidence) / 2;
        var (low, high) = (0, 0);
        var below = 0.0;
        var logarithm = sorted.Length * Math.Log(1 - share);
        var odds = Math.Log(share / (1 - share));
        for (var count = 0; count < sorted.Length; count++)
        {
            // Whether count values lie below the quantile; the value of rank r is above it where fewer than r do.
            below += Math.Exp(logarithm);
            if (below <= tail)
                low = count + 1;
            if (below >= 1 - tail)
            {
                high = count + 1;
                break;
            }

            logarithm += Math.Log((double)(sorted.Length - count) / (count + 1)) + odds;
        }

        return low == 0 || high == 0 ? null : (sorted[low - 1], sorted[high - 1]);
    }
}
