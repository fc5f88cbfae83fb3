using Pipeline.Core.Checks;

namespace Pipeline.Deployment.Analysis;

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
