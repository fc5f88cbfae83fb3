using Pipeline.Core.Identity;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.Training;

/// <summary>The rows that a model learns from, out of all rows of a dataset.</summary>
public sealed record LearningRows
{
    /// <summary>All rows, those for the test included, with the columns that the model may see and the label.</summary>
    public required Table Rows { get; init; }

    /// <summary>Which of them to learn from.</summary>
    public required IReadOnlyList<int> Indexes { get; init; }

    /// <summary>What each of all rows is, whatever its place: 128 bits of a hash.</summary>
    public required IReadOnlyList<UInt128> Identities { get; init; }

    /// <summary>The column to predict.</summary>
    public required string Label { get; init; }

    /// <summary>The class whose probability is wanted; null lets numbers 0 and 1 speak for themselves.</summary>
    public string? Positive { get; init; }

    /// <summary>What the manifest says of the inputs' values. Default: nothing beyond the types of the columns.</summary>
    public InputDeclarations Declared { get; init; } = new();

    /// <summary>Of the dataset's bytes.</summary>
    public required Digest Data { get; init; }

    /// <summary>Of which rows went where.</summary>
    public required Digest Split { get; init; }
}
