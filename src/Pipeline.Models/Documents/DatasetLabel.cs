namespace Pipeline.Models.Documents;

/// <summary>What is predicted.</summary>
public sealed record DatasetLabel
{
    public required string Column { get; init; }

    /// <summary>The class whose probability is predicted; null unless there are two classes.</summary>
    public string? Positive { get; init; }

    /// <summary>In ordinal order; empty for a regression.</summary>
    public IReadOnlyList<LabelClass> Classes { get; init; } = [];
}
