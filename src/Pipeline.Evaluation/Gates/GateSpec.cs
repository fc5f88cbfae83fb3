using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Checks;
using Pipeline.Evaluation.Metrics;
using Pipeline.Manifest.Records;

namespace Pipeline.Evaluation.Gates;

/// <summary>What a model must hold to before it is registered.</summary>
[KeyChoice("robustness", typeof(RobustnessGate))]
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
        [Description("What is measured, by scikit-learn's name.")]
        [ManifestKey("metric")]
        [Length(1, 100)]
        public required string Name { get; init; }

        [Description("A column; each of its groups must hold to the limit.")]
        [Length(1, 1000)]
        public string? Slice { get; init; }

        [Description("Not read yet.")]
        public string? Group { get; init; }

        [Inline]
        public required Criterion Criterion { get; init; }

        public IEnumerable<Finding> Validate()
        {
            if (Group is not null)
            {
                return [new Finding(
                    nameof(Group), "Metrics between groups are not measured yet; 'slice' holds each to a limit.")];
            }

            var name = MetricCatalog.Find(Name) is null ? Unknown() : null;
            return new[] { name, Refuse(Criterion) }.OfType<Finding>();
        }

        private Finding Unknown() => new(
            nameof(Name),
            Name.StartsWith("latency_", StringComparison.Ordinal)
                ? "Latency is not measured yet."
                : $"There is no metric '{Name}'.",
            MetricCatalog.Hint(Name));

        private static Finding? Refuse(Criterion criterion) => criterion switch
        {
            Criterion.NoWorseThan { Reference: not Champion } x => new Finding(
                "", $"A model is compared with the champion, not with '{x.Reference}'.", $"Write no-worse-than: {Champion}."),
            Criterion.OneOf => new Finding(
                "", "A metric is not one of a list; at-least, at-most, between or no-worse-than is accepted."),
            _ => null,
        };
    }

    /// <summary>Read so that it can be refused by its name.</summary>
    public sealed record RobustnessGate : GateSpec, IValidatedRecord
    {
        [Description("Not read yet.")]
        [ManifestKey("robustness")]
        public required string Rule { get; init; }

        [Description("Not read yet.")]
        public string? Metric { get; init; }

        [Description("Not read yet.")]
        public Criterion? Drop { get; init; }

        public IEnumerable<Finding> Validate() =>
            [new Finding(nameof(Rule), "Robustness is not measured yet; a gate with 'metric' is accepted.")];
    }
}
