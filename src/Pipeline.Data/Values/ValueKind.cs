using System.Diagnostics;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Values;

/// <summary>What the values of a column are compared as.</summary>
internal enum ValueKind
{
    /// <summary>Nobody declared the column: each value is the moment or the number that it reads as, or else a text.</summary>
    AsRead,

    Number,

    /// <summary>A timestamp: one moment in every offset.</summary>
    Moment,

    Boolean,

    /// <summary>A category, a text or an identifier: the bytes as they are written.</summary>
    Text,
}

internal static class ValueKinds
{
    /// <param name="declared">The column's type; null where the manifest does not say.</param>
    public static ValueKind Of(DataType? declared) => declared switch
    {
        null => ValueKind.AsRead,
        DataType.Number or DataType.Integer => ValueKind.Number,
        DataType.Timestamp => ValueKind.Moment,
        DataType.Boolean => ValueKind.Boolean,
        DataType.Category or DataType.Text or DataType.Identifier => ValueKind.Text,
        _ => throw new UnreachableException(),
    };

    /// <summary>
    /// What values of two columns are compared as: what one of them is declared as goes for the other, and a text makes a text of
    /// what it is compared with.
    /// </summary>
    public static ValueKind Common(ValueKind first, ValueKind second) =>
        first == second || second == ValueKind.AsRead ? first
        : first == ValueKind.AsRead ? second
        : first == ValueKind.Text || second == ValueKind.Text ? ValueKind.Text
        : ValueKind.AsRead;
}
