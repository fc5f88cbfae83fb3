namespace Pipeline.Models.Documents;

/// <summary>One row that a check found, to be looked up.</summary>
public sealed record ExampleRow
{
    /// <summary>Counted from 1 within its file, as editors do.</summary>
    public required long Line { get; init; }

    /// <summary>Null where the dataset is one file.</summary>
    public string? File { get; init; }

    /// <summary>
    /// By column, each shortened to 40 characters; none of a personal column, and none where whole rows are meant.
    /// </summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();
}
