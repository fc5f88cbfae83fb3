using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Manifest.Records;

namespace Pipeline.Deployment.Analysis;

/// <summary>One criterion that a new revision must keep to while it shares the traffic.</summary>
public sealed record AnalysisSpec : IValidatedRecord
{
    public const string ErrorRate = "error_rate";
    public const string Stable = "stable";

    private static readonly string[] Known = [ErrorRate];

    [Description("What is measured: error_rate, the share of requests without a good answer.")]
    public required string Metric { get; init; }

    [Inline]
    public required Criterion Criterion { get; init; }

    /// <summary>With fewer answers of the new revision the analysis is inconclusive. Default 100.</summary>
    [Range(1, 1_000_000_000)]
    public long RequestsAtLeast { get; init; } = 100;

    public IEnumerable<Finding> Validate()
    {
        if (!Known.Contains(Metric))
            yield return new Finding(nameof(Metric), $"'{Metric}' cannot be measured here.", NearestNames.Hint(Metric, Known));
        if (Criterion is Criterion.NoWorseThan { Reference: not Stable } other)
            yield return new Finding(nameof(Criterion), $"'{other.Reference}' is no revision to compare with; stable is.");
        if (Criterion is not (Criterion.NoWorseThan or Criterion.AtMost))
            yield return new Finding(nameof(Criterion), "an error rate is held against at-most or no-worse-than.");
    }

    /// <summary>The check, which reads "error_rate/no-worse-than" in reports.</summary>
    internal Check ToCheck() => new()
    {
        Id = $"{Metric}/{(Criterion is Criterion.AtMost ? "at-most" : "no-worse-than")}",
        Criterion = Criterion,
        MinimumSamples = RequestsAtLeast,
    };
}

/// <summary>Holds a new revision's errors against the criteria and, where those ask for it, the stable revision's.</summary>
internal static class ErrorRateAnalysis
{
    /// <param name="specs">What is asked for.</param>
    /// <param name="candidate">Requests and errors of the new revision in the window.</param>
    /// <param name="stable">Of the stable revision in the same window; null when there is none.</param>
    /// <param name="confidence">
    /// That all looks at the window together are right; instead of the one that a criterion asks for, when it is greater.
    /// </param>
    public static CheckReport Judge(
        IEnumerable<AnalysisSpec> specs, TrafficWindow candidate, TrafficWindow? stable, double confidence = 0) =>
        new([.. specs.Select(x => Judge(x, candidate, stable, confidence))]);

    private static CheckResult Judge(AnalysisSpec spec, TrafficWindow candidate, TrafficWindow? stable, double confidence)
    {
        var comparison = spec.Criterion as Criterion.NoWorseThan;
        var level = Math.Max(confidence, comparison?.Confidence ?? 0.95);
        var measurement = new Measurement
        {
            Name = spec.Metric,
            Value = ConfidenceSequence.Of(candidate.Errors, candidate.Requests),
            Samples = candidate.Requests,
            Interval = ConfidenceSequence.Share(candidate.Errors, candidate.Requests, level),
            Comparison = comparison is null ? null : Compare(candidate, stable, level),
        };
        var result = spec.ToCheck().Judge(measurement);
        return stable is { Requests: 0 } && comparison is not null && result.Verdict.Outcome != Outcome.Skipped
            ? result with { Verdict = Verdict.Inconclusive("The stable revision answered nothing that could be compared with.") }
            : result;
    }

    private static Comparison Compare(TrafficWindow candidate, TrafficWindow? stable, double confidence) => new()
    {
        Reference = AnalysisSpec.Stable,
        HigherIsBetter = false,
        Value = stable is null
            ? new MeasuredValue.NotApplicable("there is no stable revision yet")
            : ConfidenceSequence.Of(stable.Errors, stable.Requests),
        Difference = stable is null ? null : ConfidenceSequence.Difference(candidate.Counts, stable.Counts, confidence),
    };
}

/// <summary>What one revision answered since the weights were set.</summary>
internal sealed record TrafficWindow(long Requests, long Errors)
{
    public (long Hits, long Trials) Counts => (Errors, Requests);
}
