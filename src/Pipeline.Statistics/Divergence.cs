namespace Pipeline.Statistics;

/// <summary>How far two distributions over the same bins are from each other.</summary>
public static class Divergence
{
    /// <summary>The share that stands for an empty bin, as Evidently has it: the logarithm of nothing is infinite.</summary>
    public const double EmptyBin = 0.0001;

    /// <summary>
    /// The population stability index: the sum of (current - reference) * ln(current / reference). Below 0.1 little has changed,
    /// above 0.25 much.
    /// </summary>
    /// <param name="reference">Counts or shares, not negative, one for each bin.</param>
    /// <param name="current">As many.</param>
    public static double PopulationStability(IReadOnlyList<double> reference, IReadOnlyList<double> current)
    {
        var (p, q) = (Shares(reference, current), Shares(current, reference));
        return p.Zip(q).Sum(x => Index(x.First == 0 ? EmptyBin : x.First, x.Second == 0 ? EmptyBin : x.Second));
    }

    /// <summary>
    /// The Jensen-Shannon distance to base 2, which is the square root of the divergence (Endres and Schindelin 2003): 0 for the
    /// same distribution, 1 for two that have no bin in common.
    /// </summary>
    /// <param name="reference">Counts or shares, not negative, one for each bin.</param>
    /// <param name="current">As many.</param>
    public static double JensenShannon(IReadOnlyList<double> reference, IReadOnlyList<double> current)
    {
        var (p, q) = (Shares(reference, current), Shares(current, reference));
        var sum = p.Zip(q).Sum(x => Toward(x.First, (x.First + x.Second) / 2) + Toward(x.Second, (x.First + x.Second) / 2));
        return Math.Sqrt(Math.Clamp(sum / 2, 0, 1));
    }

    /// <summary>
    /// The total variation distance: half of the sum of |current - reference|, from 0 to 1; the greatest difference that any set
    /// of bins has in its share.
    /// </summary>
    /// <param name="reference">Counts or shares, not negative, one for each bin.</param>
    /// <param name="current">As many.</param>
    public static double TotalVariation(IReadOnlyList<double> reference, IReadOnlyList<double> current) =>
        Shares(reference, current).Zip(Shares(current, reference)).Sum(x => Math.Abs(x.Second - x.First)) / 2;

    /// <summary>
    /// The L-infinity distance: the greatest |current - reference| of a bin, from 0 to 1, as TensorFlow Data Validation compares
    /// categories.
    /// </summary>
    /// <param name="reference">Counts or shares, not negative, one for each bin.</param>
    /// <param name="current">As many.</param>
    public static double LInfinity(IReadOnlyList<double> reference, IReadOnlyList<double> current) =>
        Shares(reference, current).Zip(Shares(current, reference)).Max(x => Math.Abs(x.Second - x.First));

    private static double Index(double reference, double current) => (current - reference) * Math.Log(current / reference);

    private static double Toward(double share, double middle) => share == 0 ? 0 : share * Math.Log2(share / middle);

    private static double[] Shares(IReadOnlyList<double> counts, IReadOnlyList<double> other)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var sum = counts.Sum();
        if (counts.Count != other.Count || counts.Any(x => !(x >= 0)) || !(sum > 0))
            throw new ArgumentException("Distributions have as many bins as each other, and something in them.", nameof(counts));
        return [.. counts.Select(x => x / sum)];
    }
}
