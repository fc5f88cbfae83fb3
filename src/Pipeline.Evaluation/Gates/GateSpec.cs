using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Checks;
using Pipeline.Evaluation.Explanation;
using Pipeline.Evaluation.Metrics;
using Pipeline.Evaluation.Robustness;
using Pipeline.Evaluation.Serving;
using Pipeline.Manifest.Records;

namespace Pipeline.Evaluation.Gates;

/// <summary>What a model must hold to before it is registered. A kind of gate is known by the key that only it has.</summary>
[KeyChoice("robustness", typeof(RobustnessGate))]
[KeyChoice("metric", typeof(MetricGate))]
[KeyChoice("server", typeof(ServerGate))]
[KeyChoice("cost", typeof(CostGate))]
[KeyChoice("importance", typeof(ImportanceGate))]
public abstract record GateSpec
{
    private protected GateSpec()
    {
    }

    [Inline]
    public required Criterion Criterion { get; init; }

    [Description("error fails the evaluation, warn only says so.")]
    public Severity Severity { get; init; } = Severity.Error;

    [Description("What an inconclusive verdict counts as; error by default.")]
    public Severity Inconclusive { get; init; } = Severity.Error;

    [Description("With fewer samples the verdict is inconclusive; of recall, samples are the positive rows.")]
    [Range(1, int.MaxValue)]
    public int SamplesAtLeast { get; init; } = 30;
}

/// <summary>A metric and its limit: <c>{metric: roc_auc, at-least: 0.8}</c>.</summary>
public sealed record MetricGate : GateSpec, IValidatedRecord
{
    /// <summary>What <see cref="Criterion.NoWorseThan"/> may name here.</summary>
    public const string Champion = "champion";

    [Description("What is measured, by scikit-learn's name; each task has its own metrics.")]
    [ManifestKey("metric")]
    [Length(1, 100)]
    public required string Name { get; init; }

    [Description("A column; each of its groups must hold to the limit.")]
    [Length(1, 1000)]
    public string? Slice { get; init; }

    [Description("The rows that it is measured on: test, or cross-validation for the mean over the folds of the train rows.")]
    public GateRows On { get; init; }

    public IEnumerable<Finding> Validate()
    {
        if (Refuse(Criterion) is { } finding)
            yield return finding;
        if (On == GateRows.CrossValidation && Slice is not null)
            yield return new Finding(nameof(Slice), "Folds are not sliced.", "Remove slice, or on.");
        if (On == GateRows.CrossValidation && Criterion is Criterion.NoWorseThan)
        {
            yield return new Finding(
                "", "The champion has no folds to be compared on.", "Write a limit, or compare on the test rows.");
        }
    }

    private static Finding? Refuse(Criterion criterion) => criterion switch
    {
        Criterion.NoWorseThan { Reference: not Champion } x => new Finding(
            "", $"A model is compared with the champion, not with '{x.Reference}'.", $"Write no-worse-than: {Champion}."),
        Criterion.OneOf => new Finding(
            "", "A metric is not one of a list; at-least, at-most, between or no-worse-than is accepted."),
        _ => null,
    };
}

/// <summary>The rows that a gate's metric is measured on.</summary>
public enum GateRows
{
    /// <summary>Those that nothing was learned from.</summary>
    Test,

    /// <summary>The train rows, in folds, each by a model that has not seen it; the mean over them.</summary>
    CrossValidation,
}
