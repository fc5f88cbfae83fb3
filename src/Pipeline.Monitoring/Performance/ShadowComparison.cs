using Pipeline.Core.Checks;
using Pipeline.Evaluation.Production;
using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Monitoring.Performance;

/// <summary>
/// Holds two revisions against each other on the same requests: the one that people were answered by, and the one that was asked
/// beside it. What the requests have in common cancels out.
/// </summary>
/// <param name="metrics">All that are known, of any task, in the order of reports.</param>
/// <param name="options">How intervals are made.</param>
public sealed class ShadowComparison(IReadOnlyList<IMetric> metrics, PerformanceOptions options)
{
    /// <summary>What comparisons call the revision that people were answered by.</summary>
    public const string Champion = "champion";

    /// <summary>The share of requests that were answered with another class.</summary>
    public const string Disagreement = "disagreement";

    /// <summary>By how much probabilities or numbers are apart: the mean of absolute differences.</summary>
    public const string MeanDifference = "mean_absolute_difference";

    /// <param name="shadow">What was answered beside.</param>
    /// <param name="champion">What people were answered, row by row to the same requests.</param>
    /// <param name="cancellationToken">Ends it between two resamples.</param>
    /// <exception cref="ArgumentException">The rows are not of one number, task and label.</exception>
    public ShadowReading Measure(PredictionRows shadow, PredictionRows champion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(shadow);
        ArgumentNullException.ThrowIfNull(champion);
        if (shadow.Count != champion.Count || shadow.Task != champion.Task || shadow.Label != champion.Label)
            throw new ArgumentException("Both revisions answer the same requests with the same label.", nameof(champion));
        int[] known = [.. Enumerable.Range(0, shadow.Count).Where(row => !double.IsNaN(Outcome(row)))];
        var labelled = shadow.Take(known) with { Outcomes = [.. known.Select(Outcome)] };
        var others = champion.Take(known);
        return new ShadowReading
        {
            Rows = shadow.Count,
            Labelled = known.Length,
            Disagreement = shadow.Count == 0 ? [] : [.. Disagreements(shadow, champion, cancellationToken)],
            Metrics = known.Length == 0
                ? []
                : new OutcomeSensor(metrics, options.Resampling, options.Confidence).Compare(
                    labelled.ToOutcomes(), others.Answers, others.Decision, Champion, cancellationToken),
        };

        // One request has one outcome, whichever answer it was told of.
        double Outcome(int row) => double.IsNaN(shadow.Outcomes[row]) ? champion.Outcomes[row] : shadow.Outcomes[row];
    }

    private IEnumerable<Measurement> Disagreements(
        PredictionRows shadow, PredictionRows champion, CancellationToken cancellationToken)
    {
        if (shadow.Task != ModelTask.Regression)
        {
            var differs = Enumerable.Range(0, shadow.Count)
                .Select(row => shadow.AnsweredClass(row) == champion.AnsweredClass(row) ? 0.0 : 1);
            yield return Mean(Disagreement, [.. differs], shadow.Weights, 1, cancellationToken);
        }

        var apart = Enumerable.Range(0, shadow.Count).Select(row => shadow.Answers.Zip(
            champion.Answers, (ours, theirs) => Math.Abs(ours[row] - theirs[row])).Average());
        yield return Mean(
            MeanDifference,
            [.. apart],
            shadow.Weights,
            shadow.Task == ModelTask.Regression ? double.MaxValue : 1,
            cancellationToken);
    }

    private Measurement Mean(
        string name, double[] values, IReadOnlyList<double> weights, double most, CancellationToken cancellationToken)
    {
        var resampled = Bootstrap.Run(
            values.Length, 1, (counts, filled) => filled[0] = Of(counts), options.Resampling, cancellationToken);
        int[] once = [.. Enumerable.Repeat(1, values.Length)];
        return new Measurement
        {
            Name = name,
            Value = Of(once),
            Samples = values.Length,
            Interval = Interval(values, weights) ?? PercentileInterval.Of(resampled.Of(0), options.Confidence, 0, most),
        };

        double Of(ReadOnlySpan<int> counts)
        {
            var (sum, all) = (0.0, 0.0);
            for (var row = 0; row < values.Length; row++)
                (sum, all) = (sum + (counts[row] * weights[row] * values[row]), all + (counts[row] * weights[row]));
            return sum / all;
        }
    }

    /// <summary>Wilson's, of rows that count the same: none of few rows is not for sure none of many.</summary>
    private ConfidenceInterval? Interval(double[] values, IReadOnlyList<double> weights)
    {
        if (values.Any(value => value is not (0 or 1)) || weights.Any(weight => !weight.Equals(weights[0])))
            return null;
        var z = MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, (1 + options.Confidence) / 2);
        var (low, high) = Wilson.Interval(values.Count(value => value > 0), values.Length, z);
        return new ConfidenceInterval(low, high, options.Confidence);
    }
}

/// <summary>Two revisions on the same requests.</summary>
public sealed record ShadowReading
{
    /// <summary>What a shadow's metric is called beside the champion's own: "shadow_roc_auc".</summary>
    public const string Prefix = "shadow_";

    /// <summary>Whether a number is one that is measured beside a champion.</summary>
    public static bool IsOne(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name is ShadowComparison.Disagreement or ShadowComparison.MeanDifference
            || name.StartsWith(Prefix, StringComparison.Ordinal);
    }

    /// <summary>How many requests both answered.</summary>
    public required int Rows { get; init; }

    /// <summary>Of how many of them it is known what came true.</summary>
    public required int Labelled { get; init; }

    /// <summary>"disagreement" of classes, and "mean_absolute_difference" of answers.</summary>
    public required IReadOnlyList<Measurement> Disagreement { get; init; }

    /// <summary>
    /// Every metric of the shadow, with its comparison: the champion's value, and the interval of "shadow minus champion" by
    /// tests of pairs. Empty where no outcome is known.
    /// </summary>
    public required IReadOnlyList<Measurement> Metrics { get; init; }
}
