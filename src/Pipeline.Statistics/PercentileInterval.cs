using Pipeline.Core.Checks;

namespace Pipeline.Statistics;

/// <summary>
/// The percentile interval (Efron and Tibshirani 1993, chapter 13): the middle of what a statistic was over the resamples. Unlike
/// an interval made of a standard error it stays within the statistic's range and need not be symmetric.
/// </summary>
public static class PercentileInterval
{
    /// <summary>
    /// A resample in which the statistic was not defined could have been anything: it counts as the lowest for the lower end and
    /// as the highest for the upper one, so that an interval that rests on few usable resamples is wide and not missing.
    /// </summary>
    /// <param name="resampled">At least one; NaN where it was not defined.</param>
    /// <param name="confidence">Between 0 and 1, both excluded.</param>
    /// <param name="lowest">What the statistic cannot be below.</param>
    /// <param name="highest">What the statistic cannot be above.</param>
    public static ConfidenceInterval Of(IReadOnlyList<double> resampled, double confidence, double lowest, double highest)
    {
        ArgumentNullException.ThrowIfNull(resampled);
        ArgumentOutOfRangeException.ThrowIfZero(resampled.Count, nameof(resampled));
        if (confidence is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence is between 0 and 1.");
        var tail = (1 - confidence) / 2;
        var low = Quantile(Sorted(resampled, lowest), tail);
        return new ConfidenceInterval(low, Quantile(Sorted(resampled, highest), 1 - tail), confidence);
    }

    /// <summary>Definition 7 of Hyndman and Fan (1996), which NumPy and R use unless told otherwise.</summary>
    /// <param name="sorted">Ascending, at least one.</param>
    /// <param name="probability">From 0 to 1.</param>
    internal static double Quantile(ReadOnlySpan<double> sorted, double probability)
    {
        var place = (sorted.Length - 1) * probability;
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below].Equals(sorted[above])
            ? sorted[below]
            : sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }

    private static double[] Sorted(IReadOnlyList<double> resampled, double undefined)
    {
        var sorted = resampled.Select(x => double.IsNaN(x) ? undefined : x).ToArray();
        Array.Sort(sorted);
        return sorted;
    }
}
