namespace Pipeline.Models.Documents;

/// <summary>What the values of a data column mean, in the words of the manifest.</summary>
public enum DataType
{
    /// <summary>A finite number, in decimal or scientific notation.</summary>
    Number,

    /// <summary>A whole number that a double holds exactly.</summary>
    Integer,

    /// <summary>true or false, t or f, yes or no, y or n, 1 or 0; in any case.</summary>
    Boolean,

    /// <summary>One of a list of names.</summary>
    Category,

    /// <summary>Free text.</summary>
    Text,

    /// <summary>A date, or a date and time, by ISO 8601; without an offset it is UTC.</summary>
    Timestamp,

    /// <summary>Names a row and says nothing about it; never a feature.</summary>
    Identifier,
}
