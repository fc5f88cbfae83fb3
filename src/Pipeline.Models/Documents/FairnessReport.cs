using Pipeline.Core.Checks;

namespace Pipeline.Models.Documents;

/// <summary>
/// How a model treats the groups of protected columns, under Fairlearn's names. It is measured of every protected column and of
/// each pair of them, whether a gate asks or not.
/// </summary>
public sealed record FairnessReport
{
    /// <summary>A metric of a group that rests on fewer rows is not compared with others.</summary>
    public required int MinimumGroup { get; init; }

    /// <summary>Of all test rows, the metrics that groups are compared by.</summary>
    public required IReadOnlyList<Measurement> Overall { get; init; }

    /// <summary>One for each protected column in the manifest's order, then one for each pair of them.</summary>
    public required IReadOnlyList<FairnessFrame> Frames { get; init; }
}

/// <summary>Metrics by group of one column, or of several columns at once; Fairlearn's MetricFrame.</summary>
public sealed record FairnessFrame
{
    /// <summary>One column, or those whose values make a group together.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>Why the groups are not measured, as a clause; null where they are.</summary>
    public string? Refused { get; init; }

    /// <summary>In ordinal order of their values, numbers ascending; rows without a value come last.</summary>
    public required IReadOnlyList<FairnessGroup> Groups { get; init; }

    /// <summary>What the groups differ by: Fairlearn's fairness metrics first, then each metric's own.</summary>
    public required IReadOnlyList<Disparity> Disparities { get; init; }

    /// <summary>Thresholds that would bring the groups together; nothing applies them. Only of two classes.</summary>
    public IReadOnlyList<ThresholdProposal> Proposals { get; init; } = [];
}

/// <summary>Test rows that have the same values in protected columns.</summary>
public sealed record FairnessGroup
{
    /// <summary>"sex=F", "sex=F, race=White", "sex is missing".</summary>
    public required string Name { get; init; }

    /// <summary>By column, as people read them; null where a row has none.</summary>
    public required IReadOnlyList<string?> Values { get; init; }

    /// <summary>How many test rows there are; 0 for a group that only training has.</summary>
    public required int Rows { get; init; }

    /// <summary>How many of them are of each of the label's classes, in ordinal order; empty for a regression.</summary>
    public required IReadOnlyList<LabelClass> Classes { get; init; }

    /// <summary>Each with percentiles of resamples; samples are the rows that it rests on.</summary>
    public required IReadOnlyList<Measurement> Measurements { get; init; }
}

/// <summary>One number for what groups differ by.</summary>
public sealed record Disparity
{
    /// <summary>
    /// The name is Fairlearn's: "demographic_parity_difference", "accuracy_ratio", "mean_absolute_error_group_max". The interval
    /// is simultaneous over all pairs of groups; samples are those of the smallest group that was compared.
    /// </summary>
    public required Measurement Measurement { get; init; }

    /// <summary>What groups are held against.</summary>
    public required DisparityMethod Method { get; init; }

    /// <summary>How several metrics become one; null where there is one alone.</summary>
    public DisparityAggregate? Aggregate { get; init; }

    /// <summary>The metric that decides: "true_positive_rate" of equalized odds; null of a mean.</summary>
    public string? Metric { get; init; }

    /// <summary>The group with the lowest value of it; null where nothing was compared.</summary>
    public string? Lowest { get; init; }

    /// <summary>The group with the highest value of it.</summary>
    public string? Highest { get; init; }

    /// <summary>Groups that were not compared because too few of their rows count.</summary>
    public required IReadOnlyList<GroupLeftOut> LeftOut { get; init; }
}

/// <param name="Group">Its name.</param>
/// <param name="Samples">How many rows the metric would have rested on.</param>
public sealed record GroupLeftOut(string Group, int Samples);

/// <summary>What groups are held against; Fairlearn's <c>method</c>.</summary>
public enum DisparityMethod
{
    /// <summary>Each other: the highest against the lowest.</summary>
    BetweenGroups,

    /// <summary>The value of all test rows.</summary>
    ToOverall,
}

/// <summary>How the disparities of several metrics become one; Fairlearn's <c>agg</c>.</summary>
public enum DisparityAggregate
{
    /// <summary>The greatest difference, or the smallest ratio.</summary>
    WorstCase,

    /// <summary>The mean of them.</summary>
    Mean,
}

/// <summary>
/// A threshold for each group that would bring the groups together, chosen and measured on the test rows. It is a report: no
/// step applies it, and the model's own rule is what its server decides by.
/// </summary>
public sealed record ThresholdProposal
{
    /// <summary>"demographic_parity", "equal_opportunity" or "equalized_odds".</summary>
    public required string Constraint { get; init; }

    /// <summary>Always false.</summary>
    public bool IsApplied { get; }

    /// <summary>In the order of the frame's groups, without those that are too small.</summary>
    public required IReadOnlyList<GroupThreshold> Thresholds { get; init; }

    /// <summary>The constraint's difference between the groups with the model's own rule, and with the thresholds.</summary>
    public required BeforeAfter Difference { get; init; }

    /// <summary>Of the rows of the groups together.</summary>
    public required BeforeAfter Accuracy { get; init; }
}

/// <param name="Group">Its name.</param>
/// <param name="SelectionRate">The share of the group's rows that would be positive.</param>
/// <param name="TruePositiveRate">Of the group's positive rows.</param>
/// <param name="FalsePositiveRate">Of the group's negative rows.</param>
/// <param name="Accuracy">Of the group's rows.</param>
/// <param name="Threshold">The smallest probability that would mean the positive class; null where no row would.</param>
public sealed record GroupThreshold(
    string Group,
    double SelectionRate,
    double TruePositiveRate,
    double FalsePositiveRate,
    double Accuracy,
    double? Threshold = null);

/// <param name="Before">With the model's own rule.</param>
/// <param name="After">With the proposal.</param>
public sealed record BeforeAfter(double Before, double After);
