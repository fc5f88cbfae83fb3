using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Checks;
using Pipeline.Evaluation.Gates;
using Pipeline.Manifest.Records;

namespace Pipeline.Evaluation.Slices;

/// <summary>
/// How much worse than on all rows a model may do on a slice that was found: <c>{found-slices: log_loss, at-most: 0.05}</c>.
/// </summary>
public sealed record FoundSlicesGate : GateSpec, IValidatedRecord
{
    [Description("What a row costs: log_loss, brier_score_loss, zero_one_loss, mean_absolute_error or mean_squared_error.")]
    [ManifestKey("found-slices")]
    [Length(1, 100)]
    public required string Loss { get; init; }

    [Description("Whether the limit is a share of the loss of all rows, so that 0.2 means a fifth more; false by default.")]
    public bool Relative { get; init; }

    public IEnumerable<Finding> Validate()
    {
        if (Criterion is not Criterion.AtMost)
            yield return new Finding("", "What slices that were found cost more than all rows is held against at-most.");
    }
}

/// <summary>The manifest's <c>evaluation.slice-finder</c>.</summary>
public sealed record SliceFinderSpec
{
    [Description("How many conditions a slice may have; 2 by default.")]
    [Range(1, 3)]
    public int Depth { get; init; } = 2;

    [Description("The share of the test rows that a slice has at least; 0.01 by default, and never fewer than 30 rows.")]
    [Range(0.0, 0.5)]
    public double Minimum { get; init; } = 0.01;

    [Description("Whose values conditions are about; by default what the model reads, what is protected, and what is sliced by.")]
    public IReadOnlyList<string> Columns { get; init; } = [];
}
