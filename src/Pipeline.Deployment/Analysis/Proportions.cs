using Pipeline.Core.Checks;

namespace Pipeline.Deployment.Analysis;

/// <summary>Intervals of shares, which hold for small counts and for shares near 0 as well.</summary>
internal static class Proportions
{
    /// <summary>Wilson's score interval (1927). Without trials anything is possible: 0 to 1.</summary>
    public static ConfidenceInterval Interval(long hits, long trials, double confidence)
    {
        if (trials == 0)
            return new ConfidenceInterval(0, 1, confidence);
        var z = NormalQuantile.Of((1 + confidence) / 2);
        var (share, n) = ((double)hits / trials, (double)trials);
        var centre = (share + (z * z / (2 * n))) / (1 + (z * z / n));
        var half = z / (1 + (z * z / n)) * Math.Sqrt((share * (1 - share) / n) + (z * z / (4 * n * n)));
        return new ConfidenceInterval(
            hits == 0 ? 0 : Math.Max(0, centre - half), hits == trials ? 1 : Math.Min(1, centre + half), confidence);
    }

    /// <summary>Of the first share minus the second: Newcombe's hybrid score interval (1998, method 10).</summary>
    public static ConfidenceInterval Difference(
        (long Hits, long Trials) first, (long Hits, long Trials) second, double confidence)
    {
        var (a, b) = (Interval(first.Hits, first.Trials, confidence), Interval(second.Hits, second.Trials, confidence));
        var (p, q) = (Share(first), Share(second));
        var low = Math.Sqrt(Square(p - a.Low) + Square(b.High - q));
        var high = Math.Sqrt(Square(a.High - p) + Square(q - b.Low));
        return new ConfidenceInterval(p - q - low, p - q + high, confidence);
    }

    public static double Share((long Hits, long Trials) counts) => counts.Trials == 0 ? 0 : (double)counts.Hits / counts.Trials;

    private static double Square(double value) => value * value;
}
