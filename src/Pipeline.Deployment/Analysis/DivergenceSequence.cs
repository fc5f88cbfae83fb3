using MathNet.Numerics;
using Pipeline.Core.Checks;
using Pipeline.Statistics;

namespace Pipeline.Deployment.Analysis;

/// <summary>
/// Intervals of how far two distributions over the same bins are from each other, which hold at all looks together and whether
/// or not the two samples depend on each other.
/// </summary>
/// <remarks>
/// <para>
/// As <see cref="ConfidenceSequence"/> has it for a share: the likelihood of the counts mixed over Dirichlet(1/2, ..., 1/2), by
/// their likelihood under the true shares p, is a martingale. With n samples and seen shares s it says that n KL(s || p) exceeds
/// log(1/a) + r at any look with a chance of at most a, where r is the logarithm of the greatest likelihood by the mixed one.
/// </para>
/// <para>
/// The Jensen-Shannon distance to base 2 is a metric (Endres and Schindelin, 2003), and its square is at most KL(s || p) / 2 with
/// KL in nats: per bin with t = p / s, (t - 1 - ln t) / 2 is no less than (t log2(2t / (1 + t)) + log2(2 / (1 + t))) / 2, since
/// both are 0 with slope 0 at t = 1 and the difference of their slopes, 0 in the limit, falls only behind t = 2.26. So the
/// distance of p and q differs from the one that was seen by at most sqrt(KL(s || p) / 2) + sqrt(KL(u || q) / 2).
/// </para>
/// <para>
/// The population stability index has no such bound. Its bins each get a confidence sequence, all of them together (Bonferroni);
/// within these boxes each bin's part is least where both shares are nearest to each other, and greatest where farthest.
/// </para>
/// </remarks>
internal static class DivergenceSequence
{
    private const double Prior = 0.5;

    public static double Value(DriftMeasure measure, IReadOnlyList<long> candidate, IReadOnlyList<long> stable)
    {
        if (candidate.Sum() == 0 || stable.Sum() == 0)
            return 0;
        return measure == DriftMeasure.Psi
            ? Shares(candidate).Zip(Shares(stable), (x, y) => Index(Math.Min(x, y), Math.Max(x, y))).Sum()
            : Divergence.JensenShannon([.. stable.Select(x => (double)x)], [.. candidate.Select(x => (double)x)]);
    }

    /// <summary>Lesser ones than that of an empty bin count as it, as in the intervals.</summary>
    private static IEnumerable<double> Shares(IReadOnlyList<long> counts)
    {
        var total = (double)counts.Sum();
        return counts.Select(x => Math.Max(x / total, Divergence.EmptyBin));
    }

    public static ConfidenceInterval Of(
        DriftMeasure measure, IReadOnlyList<long> candidate, IReadOnlyList<long> stable, double confidence) =>
        measure == DriftMeasure.Psi
            ? PopulationStability(candidate, stable, confidence)
            : JensenShannon(candidate, stable, confidence);

    private static ConfidenceInterval JensenShannon(IReadOnlyList<long> first, IReadOnlyList<long> second, double confidence)
    {
        if (first.Sum() == 0 || second.Sum() == 0)
            return new ConfidenceInterval(0, 1, confidence);
        var seen = Value(DriftMeasure.JensenShannon, first, second);
        var radius = Radius(first, confidence) + Radius(second, confidence);
        return new ConfidenceInterval(Math.Max(0, seen - radius), Math.Min(1, seen + radius), confidence);
    }

    /// <summary>How far the true shares may be from those that were seen, each sample with half of what may be wrong.</summary>
    private static double Radius(IReadOnlyList<long> counts, double confidence)
    {
        var total = counts.Sum();
        var threshold = Math.Log(2 / (1 - confidence)) + Regret(counts, total);
        return Math.Sqrt(threshold / (2 * total));
    }

    /// <summary>The logarithm of the greatest likelihood by the mixed one: not negative.</summary>
    private static double Regret(IReadOnlyList<long> counts, long total)
    {
        var bins = counts.Count;
        var greatest = counts.Where(x => x > 0).Sum(x => x * Math.Log((double)x / total));
        var mixed = SpecialFunctions.GammaLn(bins * Prior) - SpecialFunctions.GammaLn(total + (bins * Prior))
            + counts.Sum(x => SpecialFunctions.GammaLn(x + Prior) - SpecialFunctions.GammaLn(Prior));
        return greatest - mixed;
    }

    private static ConfidenceInterval PopulationStability(
        IReadOnlyList<long> first, IReadOnlyList<long> second, double confidence)
    {
        var (low, high) = (0.0, 0.0);
        var each = 1 - ((1 - confidence) / (2 * first.Count));
        for (var bin = 0; bin < first.Count; bin++)
        {
            var a = Box(first[bin], first.Sum(), each);
            var b = Box(second[bin], second.Sum(), each);
            low += a.Low > b.High ? Index(b.High, a.Low) : b.Low > a.High ? Index(a.High, b.Low) : 0;
            high += Math.Max(Index(b.Low, a.High), Index(a.Low, b.High));
        }

        return new ConfidenceInterval(low, high, confidence);
    }

    private static (double Low, double High) Box(long hits, long total, double confidence)
    {
        var interval = ConfidenceSequence.Share(hits, total, confidence);
        return (Math.Max(interval.Low, Divergence.EmptyBin), Math.Max(interval.High, Divergence.EmptyBin));
    }

    private static double Index(double lesser, double greater) => (greater - lesser) * Math.Log(greater / lesser);
}
