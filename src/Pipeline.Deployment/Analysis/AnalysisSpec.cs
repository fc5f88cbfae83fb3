using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Checks;
using Pipeline.Manifest.Records;

namespace Pipeline.Deployment.Analysis;

/// <summary>
/// One criterion that a new revision must keep to: <c>{metric: error_rate, no-worse-than: stable, margin: 0.01}</c>. What may be
/// measured is what the delivery knows (<see cref="AnalysisCatalog"/>).
/// </summary>
public sealed record AnalysisSpec : IValidatedRecord
{
    public const string ErrorRate = "error_rate";
    public const string Stable = "stable";

    [Description(
        "What is measured: error_rate, latency_p50, latency_p95, latency_p99, prediction_drift, disagreement, known_answers, "
        + "outcome_share, prometheus, or an analysis of the build's own.")]
    [Length(1, 100)]
    public required string Metric { get; init; }

    [Inline]
    public required Criterion Criterion { get; init; }

    [Description("With fewer samples of the new revision the analysis is inconclusive; each metric has its default.")]
    [Range(1, 1_000_000_000)]
    public long? RequestsAtLeast { get; init; }

    [Description("How long there is between two measurements; each metric has its default.")]
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan? Every { get; init; }

    [Description("How many measurements in a row may fail before the verdict is an error and not the last one; 3 by default.")]
    [Range(0, 1000)]
    public int FailuresAllowed { get; init; } = 3;

    [Description("The options of the metric; its defaults by default.")]
    public ManifestNode? Options { get; init; }

    public IEnumerable<Finding> Validate()
    {
        if (Criterion is Criterion.NoWorseThan { Reference: not Stable } other)
            yield return new Finding(nameof(Criterion), $"'{other.Reference}' is no revision to compare with; stable is.");
    }

    /// <summary>The limit's key, as it is in the manifest.</summary>
    internal static string KeyOf(Criterion criterion) => criterion switch
    {
        Criterion.AtMost => "at-most",
        Criterion.AtLeast => "at-least",
        Criterion.Between => "between",
        Criterion.OneOf => "one-of",
        _ => "no-worse-than",
    };
}
