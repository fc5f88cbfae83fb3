using Pipeline.Core.Checks;

namespace Pipeline.Models.Documents;

/// <summary>
/// Groups of rows that a model does worse on, found by looking at its loss row by row. They are looked for in one half of the
/// test rows and measured in the other, so that what they say is not what they were chosen for.
/// </summary>
public sealed record SliceSearch
{
    /// <summary>What a row costs: "log_loss", "zero_one_loss", "mean_absolute_error", ...</summary>
    public required string Loss { get; init; }

    /// <summary>Whose values the conditions are about.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>How many conditions a slice may have.</summary>
    public required int Depth { get; init; }

    /// <summary>How many test rows a slice has at least.</summary>
    public required int MinimumRows { get; init; }

    /// <summary>How many of the test rows slices were looked for in.</summary>
    public required int SearchedRows { get; init; }

    /// <summary>How many of the test rows the found ones were measured in.</summary>
    public required int MeasuredRows { get; init; }

    /// <summary>How many slices were looked at.</summary>
    public required long Candidates { get; init; }

    /// <summary>Of all rows that slices are measured in, the mean loss.</summary>
    public required Measurement Whole { get; init; }

    /// <summary>The share of false ones among those that are significant, as it is held.</summary>
    public required double FalseDiscoveryRate { get; init; }

    /// <summary>The worst first: by how much its loss is above the whole's. Those that are not significant come last.</summary>
    public required IReadOnlyList<FoundSlice> Slices { get; init; }
}

/// <summary>Rows that fulfil a few conditions, and how much worse the model does there.</summary>
public sealed record FoundSlice
{
    /// <summary>"age from 30 to below 40 and sex=F".</summary>
    public required string Name { get; init; }

    /// <summary>A row fulfils all of them.</summary>
    public required IReadOnlyList<SliceCondition> Conditions { get; init; }

    /// <summary>How many test rows there are, in both halves.</summary>
    public required int Rows { get; init; }

    /// <summary>Of all test rows.</summary>
    public required double Share { get; init; }

    /// <summary>The mean loss; samples are the rows that it was measured in.</summary>
    public required Measurement Loss { get; init; }

    /// <summary>
    /// The mean loss minus that of the whole. The intervals of all slices of a search hold together, at the confidence that they
    /// name.
    /// </summary>
    public required Measurement Excess { get; init; }

    /// <summary>The metric that sums the task up, of the same rows.</summary>
    public required Measurement Metric { get; init; }

    /// <summary>Cohen's d: loss within minus loss without, in standard deviations.</summary>
    public required double EffectSize { get; init; }

    /// <summary>How likely a loss so much greater than that of the other rows is by chance.</summary>
    public required double PValue { get; init; }

    /// <summary>The same after the correction of Benjamini and Hochberg (1995) for all slices that were found.</summary>
    public required double AdjustedPValue { get; init; }

    /// <summary>Whether the corrected value keeps the search's rate of false discoveries.</summary>
    public required bool IsSignificant { get; init; }
}

/// <summary>What a column must have: one value, no value, or a number within limits.</summary>
public sealed record SliceCondition
{
    public required string Column { get; init; }

    /// <summary>Of a category; null where the condition is another.</summary>
    public string? Value { get; init; }

    /// <summary>The row has no value here.</summary>
    public bool IsMissing { get; init; }

    /// <summary>The smallest number that is meant; null where there is no such end.</summary>
    public double? From { get; init; }

    /// <summary>The first number that is too large; null where there is no such end.</summary>
    public double? Below { get; init; }
}
