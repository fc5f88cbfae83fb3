using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Checks;
using Pipeline.Evaluation.Gates;
using Pipeline.Manifest.Records;
using Pipeline.Models.Documents;

namespace Pipeline.Evaluation.Fairness;

/// <summary>
/// How much the groups of protected columns may differ:
/// <c>{fairness: demographic_parity_difference, column: sex, at-most: 0.1}</c>.
/// </summary>
public sealed record FairnessGate : GateSpec, IValidatedRecord
{
    [Description("What the groups may differ by, under Fairlearn's name: demographic_parity_difference, accuracy_ratio, ...")]
    [ManifestKey("fairness")]
    [Length(1, 100)]
    public required string Name { get; init; }

    /// <summary>None means each protected column on its own.</summary>
    [Description("A protected column, or several for the groups that they make together; each protected one by default.")]
    [OrSingle]
    public IReadOnlyList<string> Column { get; init; } = [];

    [Description("What groups are held against: each other (between-groups, the default), or all rows (to-overall).")]
    public DisparityMethod Method { get; init; }

    [Description("How equalized odds make one number of two: worst-case, the default, or mean.")]
    public DisparityAggregate Agg { get; init; }

    public IEnumerable<Finding> Validate()
    {
        if (Criterion is Criterion.OneOf or Criterion.NoWorseThan)
            yield return new Finding("", "What groups differ by is held against at-least, at-most or between.");
        if (Agg == DisparityAggregate.Mean && !Name.StartsWith("equalized_odds", StringComparison.Ordinal))
            yield return new Finding(nameof(Agg), "Only equalized odds are made of two numbers.", "Remove agg.");
        foreach (var (index, column) in Column.Index().Where(x => Column.Take(x.Index).Contains(x.Item)))
            yield return new Finding(nameof(Column), $"'{column}' is named twice.") { Item = index };
    }
}

/// <summary>The manifest's <c>evaluation.fairness</c>.</summary>
public sealed record FairnessSpec
{
    [Description("Whether the groups that two protected columns make together are measured, too; true by default.")]
    public bool Intersections { get; init; } = true;

    [Description("A metric of a group that rests on fewer rows is not compared with others; 30 by default.")]
    [Range(1, int.MaxValue)]
    public int MinimumGroup { get; init; } = 30;

    [Description("By protected column of numbers, where its groups begin, ascending; quarters of the rows by default.")]
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Cuts { get; init; } =
        new Dictionary<string, IReadOnlyList<double>>();
}
