namespace Pipeline.Models.Tables;

/// <summary>What the values of a column are.</summary>
public enum ColumnType
{
    /// <summary>Numbers as doubles.</summary>
    Number,

    /// <summary>One of a list of names, kept as codes.</summary>
    Category,

    /// <summary>Free text.</summary>
    Text,
}
