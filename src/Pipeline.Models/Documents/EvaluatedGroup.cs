using Pipeline.Core.Checks;

namespace Pipeline.Models.Documents;

/// <summary>Test rows with the same value in a column, measured apart.</summary>
public sealed record EvaluatedGroup
{
    public required string Column { get; init; }

    /// <summary>As in the data; null for rows without a value.</summary>
    public string? Value { get; init; }

    /// <summary>How many rows there are.</summary>
    public required int Rows { get; init; }

    /// <summary>How many of them are of each of the label's classes, in ordinal order; empty for a regression.</summary>
    public required IReadOnlyList<LabelClass> Classes { get; init; }

    /// <summary>Every metric in a fixed order.</summary>
    public required IReadOnlyList<Measurement> Measurements { get; init; }
}
