using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Manifest.Records;

namespace Pipeline.Data.Schemas;

/// <summary>How rows are divided into train and test.</summary>
public sealed record SplitSpec : IValidatedRecord
{
    [Description("hash: by the row's own values; random: by a seed; time: the last rows are the test; files: some files are.")]
    public required SplitBy By { get; init; }

    [Description("With hash: the columns that say what a row is, all by default; with files: names or patterns of the test's.")]
    [OrSingle]
    public IReadOnlyList<string> Of { get; init; } = [];

    [Description("With time: the timestamp or number to order by.")]
    public string? Column { get; init; }

    [Description("With random: what chance begins with.")]
    public int? Seed { get; init; }

    [Description("The share of the rows that the model is judged by.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Test { get; init; } = 0.2;

    public IEnumerable<Finding> Validate()
    {
        if (By == SplitBy.Files && Of.Count == 0)
            yield return new Finding("", "A split by files names those for the test.", "Add of: with names or patterns.");
        if (By is not (SplitBy.Hash or SplitBy.Files) && Of.Count > 0)
            yield return new Finding(nameof(Of), "Only a split by hash is of columns, and one by files of files.");
        if (By != SplitBy.Time && Column is not null)
            yield return new Finding(nameof(Column), "Only a split by time has a column.");
        if (By == SplitBy.Time && Column is null)
            yield return new Finding("", "A split by time names its column.", "Add column: with a timestamp or a number.");
        if (By != SplitBy.Random && Seed is not null)
            yield return new Finding(nameof(Seed), "Only a random split has a seed.");
        if (By == SplitBy.Random && Seed is null)
            yield return new Finding("", "A random split names its seed.", "Add seed: and a whole number.");
    }

    /// <summary>Some columns say which rows belong together, and the split keeps them on one side.</summary>
    public bool IsGrouped => IdentityColumns.Count > 0;

    /// <summary>The columns that say what a row is; none where all do.</summary>
    internal IReadOnlyList<string> IdentityColumns => By == SplitBy.Hash ? Of : [];
}

/// <summary>How a row's side is decided.</summary>
public enum SplitBy
{
    /// <summary>By a hash of its own values: a row keeps its side when others come and go.</summary>
    Hash,

    /// <summary>By chance, from a seed and its position; exactly as many rows as asked for.</summary>
    Random,

    /// <summary>By time: a model is judged by rows that are later than all that it learned from.</summary>
    Time,

    /// <summary>By the file it stands in.</summary>
    Files,
}
