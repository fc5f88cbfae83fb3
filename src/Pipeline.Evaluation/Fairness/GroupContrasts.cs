using MathNet.Numerics.Distributions;
using Pipeline.Core.Checks;
using Pipeline.Models.Documents;

namespace Pipeline.Evaluation.Fairness;

/// <summary>A metric of the groups that are compared, with what it was in each resample.</summary>
internal sealed record ContrastedMetric
{
    /// <summary>By group, as it was measured.</summary>
    public required double[] Values { get; init; }

    /// <summary>By group, how many rows it rests on.</summary>
    public required double[] Samples { get; init; }

    /// <summary>By group, then by resample; null where nothing is known of other samples.</summary>
    public required double[][]? Resampled { get; init; }

    /// <summary>Of all rows.</summary>
    public required double Overall { get; init; }

    public required double[]? OverallResampled { get; init; }

    /// <summary>How many rows that rests on.</summary>
    public required double OverallSamples { get; init; }

    public required GroupMetric Metric { get; init; }
}

/// <summary>
/// How far apart groups are, at least and at most. The difference between the greatest and the smallest of many groups is above
/// zero by chance alone, and a resample of it doubles that chance, so that percentiles of it would accuse any model. Instead
/// every pair of groups gets an interval, all of which hold together (the maximum of Studentized deviations over the resamples:
/// Romano and Wolf 2005), and the ends follow from them: the groups differ at least as much as some pair does for sure, and at
/// most as much as some pair may.
/// </summary>
internal static class GroupContrasts
{
    /// <summary>The interval of the disparity of several metrics.</summary>
    /// <param name="metrics">At least one, each of at least two groups.</param>
    /// <param name="kind">What becomes of a metric's values.</param>
    /// <param name="method">What groups are held against.</param>
    /// <param name="aggregate">What becomes of several metrics.</param>
    /// <param name="confidence">Between 0 and 1, both excluded.</param>
    public static ConfidenceInterval Of(
        IReadOnlyList<ContrastedMetric> metrics,
        DisparityKind kind,
        DisparityMethod method,
        DisparityAggregate aggregate,
        double confidence)
    {
        var families = metrics.Select(x => Contrasts(x, kind, method)).ToList();
        if (families.Exists(x => x is null))
            return Unknown(metrics, kind, confidence);
        var width = Width([.. families.SelectMany(x => x!)], confidence);
        var bounds = families.Select(x => Bounds(x!, width, kind)).ToList();
        var (low, high) = aggregate == DisparityAggregate.Mean
            ? (bounds.Average(x => x.Low), bounds.Average(x => x.High))
            : kind is DisparityKind.Difference or DisparityKind.Highest
                ? (bounds.Max(x => x.Low), bounds.Max(x => x.High))
                : (bounds.Min(x => x.Low), bounds.Min(x => x.High));
        var most = Unknown(metrics, kind, confidence);
        return new ConfidenceInterval(Math.Clamp(low, most.Low, most.High), Math.Clamp(high, most.Low, most.High), confidence);
    }

    /// <summary>All that a disparity can be.</summary>
    private static ConfidenceInterval Unknown(IReadOnlyList<ContrastedMetric> metrics, DisparityKind kind, double confidence) =>
        kind switch
        {
            DisparityKind.Difference => new ConfidenceInterval(0, metrics.Max(x => Range(x.Metric)), confidence),
            DisparityKind.Ratio => new ConfidenceInterval(0, 1, confidence),
            _ => new ConfidenceInterval(metrics.Min(x => x.Metric.Lowest), metrics.Max(x => x.Metric.Highest), confidence),
        };

    private static double Range(GroupMetric metric) =>
        metric.Lowest == double.MinValue ? double.MaxValue : metric.Highest - metric.Lowest;

    private static (double Low, double High) Bounds(IReadOnlyList<Contrast> contrasts, double width, DisparityKind kind)
    {
        // Whatever nothing is known of is as wide as can be; no number times infinity is NaN then.
        var ends = contrasts.Select(x => (Low: x.Value - Spread(x), High: x.Value + Spread(x))).ToList();
        return kind switch
        {
            DisparityKind.Lowest => (ends.Min(x => x.Low), ends.Min(x => x.High)),
            DisparityKind.Highest => (ends.Max(x => x.Low), ends.Max(x => x.High)),
            DisparityKind.Difference => (ends.Max(x => Nearest(x)), ends.Max(x => Farthest(x))),
            _ => (Math.Exp(-ends.Max(x => Farthest(x))), Math.Exp(-ends.Max(x => Nearest(x)))),
        };

        double Spread(Contrast contrast) => contrast.Error == 0 ? 0 : width * contrast.Error;

        static double Nearest((double Low, double High) ends) => Math.Max(0, Math.Max(ends.Low, -ends.High));

        static double Farthest((double Low, double High) ends) => Math.Max(ends.High, -ends.Low);
    }

    /// <summary>How many standard errors make the intervals of all contrasts hold together.</summary>
    private static double Width(IReadOnlyList<Contrast> contrasts, double confidence)
    {
        var greatest = new double[contrasts[0].First.Length];
        foreach (var contrast in contrasts.Where(x => x.Error > 0))
        {
            for (var i = 0; i < greatest.Length; i++)
            {
                var deviation = Math.Abs(contrast.At(i) - contrast.Value) / contrast.Error;
                greatest[i] = Math.Max(greatest[i], double.IsNaN(deviation) ? double.PositiveInfinity : deviation);
            }
        }

        Array.Sort(greatest);

        // No resample of a share of 0 deviates; what its variance is at least still counts, as one contrast would.
        return Math.Max(
            Normal.InvCDF(0, 1, (1 + confidence) / 2),
            greatest[Math.Min(greatest.Length - 1, (int)Math.Ceiling(confidence * greatest.Length))]);
    }

    /// <summary>Null where nothing is known of other samples.</summary>
    private static List<Contrast>? Contrasts(
        ContrastedMetric metric, DisparityKind kind, DisparityMethod method)
    {
        if (metric.Resampled is null || metric.OverallResampled is null)
            return null;
        var isLog = kind == DisparityKind.Ratio;
        var groups = metric.Values.Select((value, x) => Side(value, metric.Resampled[x], metric.Samples[x])).ToList();
        if (kind is DisparityKind.Lowest or DisparityKind.Highest)
            return [.. groups.Select(x => Contrast.Of(x, new ContrastSide(0, new double[x.Resampled.Length], 0)))];
        if (method == DisparityMethod.ToOverall)
        {
            var overall = Side(metric.Overall, metric.OverallResampled, metric.OverallSamples) with { Least = 0 };
            return [.. groups.Select((x, place) => Contrast.Of(
                x with { Least = x.Least * (1 - (metric.Samples[place] / metric.OverallSamples)) }, overall))];
        }

        var contrasts = new List<Contrast>();
        for (var first = 1; first < groups.Count; first++)
        {
            for (var second = 0; second < first; second++)
                contrasts.Add(Contrast.Of(groups[first], groups[second]));
        }

        return contrasts;

        ContrastSide Side(double value, double[] resampled, double samples) => (isLog, metric.Metric.IsShare) switch
        {
            (false, false) => new ContrastSide(value, resampled, 0),
            (false, true) => new ContrastSide(value, resampled, Least(value, samples)),
            (true, false) => new ContrastSide(Math.Log(value), Array.ConvertAll(resampled, Math.Log), 0),
            (true, true) => new ContrastSide(
                Math.Log(Inner(value, samples)),
                Array.ConvertAll(resampled, x => Math.Log(Inner(x, samples))),
                Least(value, samples) / (Inner(value, samples) * Inner(value, samples))),
        };
    }

    /// <summary>A share that is neither 0 nor 1, because half a row of each kind was added (Haldane 1956).</summary>
    private static double Inner(double share, double samples) => ((share * samples) + 0.5) / (samples + 1);

    /// <summary>The variance that a share has at least: 0 of 30 rows is not for sure 0, though each resample has it so.</summary>
    private static double Least(double share, double samples) =>
        Inner(share, samples) * (1 - Inner(share, samples)) / (samples + 1);

    /// <param name="Value">As it was measured.</param>
    /// <param name="Resampled">By resample.</param>
    /// <param name="Least">What its variance is at least.</param>
    private sealed record ContrastSide(double Value, double[] Resampled, double Least);

    /// <summary>One side minus the other.</summary>
    private sealed record Contrast(double[] First, double[] Second, double Value, double Error)
    {
        public static Contrast Of(ContrastSide first, ContrastSide second)
        {
            var (sum, squares, value) = (0.0, 0.0, first.Value - second.Value);
            for (var i = 0; i < first.Resampled.Length; i++)
            {
                var deviation = first.Resampled[i] - second.Resampled[i] - value;
                sum += deviation;
                squares += deviation * deviation;
            }

            var count = first.Resampled.Length;
            var variance = Math.Max(0, (squares - (sum * sum / count)) / Math.Max(1, count - 1));
            var error = Math.Sqrt(Math.Max(variance, first.Least + second.Least));
            return new Contrast(
                first.Resampled, second.Resampled, value, double.IsFinite(error) ? error : double.PositiveInfinity);
        }

        public double At(int resample) => First[resample] - Second[resample];
    }
}
