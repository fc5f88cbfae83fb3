namespace Pipeline.Models.Documents;

/// <summary>A column of a dataset, in numbers; no value of it.</summary>
public sealed record DatasetColumn
{
    public required string Name { get; init; }

    public required DataType Type { get; init; }

    public required ColumnRole Role { get; init; }

    /// <summary>The manifest names the type; otherwise it was found in the values.</summary>
    public required bool IsDeclared { get; init; }

    /// <summary>It holds data of persons: no document, report or message shows a value of it.</summary>
    public bool IsPersonal { get; init; }

    /// <summary>How many rows have no value.</summary>
    public required long Missing { get; init; }

    /// <summary>How many different values there are; null where they are not counted, or too many.</summary>
    public int? Categories { get; init; }
}

/// <summary>What a data column is to the model.</summary>
public enum ColumnRole
{
    /// <summary>The model reads it.</summary>
    Feature,

    /// <summary>The model predicts it.</summary>
    Label,

    /// <summary>The model never sees it: it was ignored, or is an identifier or a timestamp.</summary>
    Ignored,
}
