using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Checks;
using Pipeline.Evaluation.Metrics;
using Pipeline.Manifest.Records;

namespace Pipeline.Evaluation.Gates;

/// <summary>What a model must hold to before it is registered.</summary>
[KeyChoice("metric", typeof(MetricGate))]
public abstract record GateSpec
{
    /// <summary>What <see cref="Criterion.NoWorseThan"/> may name here.</summary>
    public const string Champion = "champion";

    private GateSpec()
    {
    }

    [Description("error fails the evaluation, warn only says so.")]
    public Severity Severity { get; init; } = Severity.Error;

    [Description("What an inconclusive verdict counts as; error by default.")]
    public Severity Inconclusive { get; init; } = Severity.Error;

    [Description("With fewer samples the verdict is inconclusive; of recall, samples are the positive rows.")]
    [Range(1, int.MaxValue)]
    public int SamplesAtLeast { get; init; } = 30;

    /// <summary>A metric and its limit: <c>{metric: roc_auc, at-least: 0.8}</c>.</summary>
    public sealed record MetricGate : GateSpec, IValidatedRecord
    {
        [Description("What is measured, by scikit-learn's name; each task has its own metrics.")]
        [ManifestKey("metric")]
        [Length(1, 100)]
        public required string Name { get; init; }

        [Description("A column; each of its groups must hold to the limit.")]
        [Length(1, 1000)]
        public string? Slice { get; init; }

        [Inline]
        public required Criterion Criterion { get; init; }

        public IEnumerable<Finding> Validate() => Refuse(Criterion) is { } finding ? [finding] : [];

        private static Finding? Refuse(Criterion criterion) => criterion switch
        {
            Criterion.NoWorseThan { Reference: not Champion } x => new Finding(
                "", $"A model is compared with the champion, not with '{x.Reference}'.", $"Write no-worse-than: {Champion}."),
            Criterion.OneOf => new Finding(
                "", "A metric is not one of a list; at-least, at-most, between or no-worse-than is accepted."),
            _ => null,
        };
    }
}
