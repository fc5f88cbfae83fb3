using Pipeline.Models.Tables;


namespace Pipeline.Models;

/// <summary>The rows that a model learns from.</summary>
public sealed record TrainingSet
{
    /// <summary>The label and the inputs, and nothing else: every other column is learned from.</summary>
    public required Table Rows { get; init; }

    public required ModelTask Task { get; init; }

    /// <summary>The column to predict.</summary>
    public required string Label { get; init; }

    /// <summary>Of two classes the one whose probability is wanted; null lets numbers 0 and 1 speak for themselves.</summary>
    public string? Positive { get; init; }

    /// <summary>What is said of the inputs' values. Default: nothing beyond the types of the columns.</summary>
    public InputDeclarations Declared { get; init; } = new();
}
