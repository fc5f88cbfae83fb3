using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Checks;
using Pipeline.Evaluation.Gates;
using Pipeline.Manifest.Records;

namespace Pipeline.Evaluation.Robustness;

/// <summary>The manifest's <c>evaluation.robustness</c>.</summary>
public sealed record RobustnessSpec
{
    [Description("How many test rows are disturbed, a sample where there are more; 2000 by default.")]
    [Range(10, 1_000_000)]
    public int Rows { get; init; } = 2000;

    [Description("What chance begins with; 1 by default.")]
    public int Seed { get; init; } = 1;

    [Description(
        "Of a regression, by how much an answer has to move to count as changed, in the label's unit; "
        + "a tenth of the label's standard deviation by default.")]
    [Range(0.0, double.MaxValue)]
    public double? Tolerance { get; init; }

    [Description("Whether every rule is measured with its defaults, also where no gate names it; true by default.")]
    public bool Standard { get; init; } = true;
}

/// <summary>A rule that disturbs rows, and its limit: <c>{robustness: noise, metric: roc_auc, at-most: 0.02}</c>.</summary>
public sealed record RobustnessGate : GateSpec, IValidatedRecord
{
    [Description(
        "What disturbs the rows: missing-values, noise, unit-slip, extremes, typos, case, whitespace, unseen-category, "
        + "swapped-order, duplicated-rows, or a team's own rule.")]
    [ManifestKey("robustness")]
    [Length(1, 100)]
    public required string Rule { get; init; }

    [Description("The options of the rule; its defaults by default.")]
    public ManifestNode? Options { get; init; }

    [Description("The inputs to disturb; by default all that the rule takes and that a server answers then.")]
    [OrSingle]
    public IReadOnlyList<string> Columns { get; init; } = [];

    [Description("What is held against the limit.")]
    public RobustnessMeasure Measure { get; init; }

    [Description("With drop: the metric, by scikit-learn's name; the first of the task by default.")]
    [Length(1, 100)]
    public string? Metric { get; init; }

    public IEnumerable<Finding> Validate()
    {
        if (Metric is not null && Measure != RobustnessMeasure.Drop)
            yield return new Finding(nameof(Metric), "Only a drop is one of a metric.", "Remove metric, or measure.");
        if (Criterion is Criterion.NoWorseThan or Criterion.OneOf)
            yield return new Finding("", "Disturbed rows have a limit; at-least, at-most or between is accepted.");
        foreach (var (index, name) in Columns.Index().Where(x => Columns.Take(x.Index).Contains(x.Item)))
            yield return new Finding(nameof(Columns), $"'{name}' is named twice.") { Item = index };
    }
}

/// <summary>What of disturbed rows is held against a limit.</summary>
public enum RobustnessMeasure
{
    [Description("By how much a metric becomes worse.")]
    Drop,

    [Description("The share of answers that change: the class, or the number by more than the tolerance.")]
    Changed,

    [Description("How far answers move on average: probabilities, or numbers in the label's unit.")]
    Shift,
}
