using MathNet.Numerics;
using Pipeline.Core.Checks;

namespace Pipeline.Deployment.Analysis;

/// <summary>
/// Intervals of shares that hold at all looks together: the chance that the truth is ever outside of one, however often and
/// for whatever reason somebody looks, is at most 1 minus the confidence. Exact for any counts; nothing is approximated by a
/// normal distribution.
/// </summary>
/// <remarks>
/// Robbins (1970), Annals of Mathematical Statistics 41, 1397-1409: the likelihood of the counts mixed over a distribution of the
/// share, here Jeffreys' Beta(1/2, 1/2), divided by their likelihood at the true share is a martingale, and by Ville's inequality
/// it exceeds 1/a with a chance of at most a. Howard, Ramdas, McAuliffe and Sekhon (2021), Annals of Statistics 49, 1055-1080,
/// call what it does not reject a confidence sequence. Answers of two revisions are independent, so that the product of both
/// martingales is one too, and the differences of all pairs of shares that it does not reject hold the true difference.
/// </remarks>
internal static class ConfidenceSequence
{
    private const double Prior = 0.5;
    private const int Halvings = 50;

    private static readonly double LogPrior = SpecialFunctions.BetaLn(Prior, Prior);

    /// <summary>Without trials anything is possible: 0 to 1.</summary>
    public static ConfidenceInterval Share(long hits, long trials, double confidence)
    {
        var (counts, threshold, share) = (new Counts(hits, trials), -Math.Log(1 - confidence), Of(hits, trials));
        var low = Edge(share, 0, x => counts.Evidence(x) < threshold);
        var high = Edge(share, 1, x => counts.Evidence(x) < threshold);
        return new ConfidenceInterval(low, high, confidence);
    }

    /// <summary>Of the first share minus the second.</summary>
    public static ConfidenceInterval Difference(
        (long Hits, long Trials) first, (long Hits, long Trials) second, double confidence)
    {
        var (a, b) = (new Counts(first.Hits, first.Trials), new Counts(second.Hits, second.Trials));
        var (threshold, difference) = (-Math.Log(1 - confidence), Of(first.Hits, first.Trials) - Of(second.Hits, second.Trials));
        var low = Edge(difference, -1, x => LeastEvidence(a, b, x) < threshold);
        var high = Edge(difference, 1, x => LeastEvidence(a, b, x) < threshold);
        return new ConfidenceInterval(low, high, confidence);
    }

    public static double Of(long hits, long trials) => trials == 0 ? 0 : (double)hits / trials;

    /// <summary>
    /// The last point on the way from what was seen to the limit that is still held for possible. Evidence only grows on the way,
    /// because it is convex and least at what was seen.
    /// </summary>
    private static double Edge(double seen, double limit, Func<double, bool> isPossible)
    {
        if (isPossible(limit))
            return limit;
        var (inside, outside) = (seen, limit);
        for (var halving = 0; halving < Halvings; halving++)
        {
            var middle = (inside + outside) / 2;
            (inside, outside) = isPossible(middle) ? (middle, outside) : (inside, middle);
        }

        // The one that was rejected: an interval is rather a hair too wide.
        return outside;
    }

    /// <summary>Against a difference: that against the pair of shares with this difference that is the least unlikely.</summary>
    private static double LeastEvidence(Counts first, Counts second, double difference)
    {
        var (low, high) = (Math.Max(0, -difference), Math.Min(1, 1 - difference));
        for (var halving = 0; halving < Halvings; halving++)
        {
            var middle = (low + high) / 2;
            var slope = first.Slope(middle + difference) + second.Slope(middle);
            (low, high) = slope > 0 ? (low, middle) : (middle, high);
        }

        return Math.Min(At(low), At(high));

        double At(double share) => first.Evidence(Math.Clamp(share + difference, 0, 1)) + second.Evidence(share);
    }

    /// <summary>What the counts say against a share.</summary>
    private readonly struct Counts(long hits, long trials)
    {
        private readonly double _hits = hits;
        private readonly double _misses = trials - hits;
        private readonly double _mixture = SpecialFunctions.BetaLn(hits + Prior, trials - hits + Prior) - LogPrior;

        /// <summary>The logarithm of the martingale: below 0 nothing, above -log(1 - confidence) enough.</summary>
        public double Evidence(double share) => _mixture - Times(_hits, Math.Log(share)) - Times(_misses, Math.Log(1 - share));

        /// <summary>How fast it grows with the share; infinite at an end that the counts exclude.</summary>
        public double Slope(double share) =>
            (_misses == 0 ? 0 : _misses / Math.Max(0, 1 - share)) - (_hits == 0 ? 0 : _hits / Math.Max(0, share));

        /// <summary>Nothing that happened zero times speaks against a share of zero.</summary>
        private static double Times(double count, double logarithm) => count == 0 ? 0 : count * logarithm;
    }
}
