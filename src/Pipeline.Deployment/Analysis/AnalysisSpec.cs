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
