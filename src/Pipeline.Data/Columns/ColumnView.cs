using Pipeline.Data.Values;

namespace Pipeline.Data.Columns;

/// <summary>One column of every batch, and how its values are meant.</summary>
/// <param name="Position">Counted from 0.</param>
/// <param name="Markers">The values that stand for none; one object in a pass, by which views of one kind are the same.</param>
internal sealed record ColumnView(int Position, MissingMarkers Markers)
{
    /// <summary>What its values are compared as.</summary>
    public ValueKind Kind
    {
        get;
        init => (field, HasNumberMarkers) = (value, IsNumeric(value) && Markers.HasNumbers);
    }

    /// <summary>A number may be a marker in any spelling, so that it is to be read before it is known to be a value.</summary>
    public bool HasNumberMarkers { get; private init; } = Markers.HasNumbers;

    /// <summary>
    /// Of a value that is no marker as it is written. Where nobody declared the column, a number with leading zeros is a code,
    /// and codes are texts.
    /// </summary>
    /// <param name="value">In UTF-8.</param>
    /// <param name="number">That it reads as; NaN for none.</param>
    public bool IsNumberMarker(ReadOnlySpan<byte> value, double number) =>
        HasNumberMarkers && Markers.HasNumber(number) && !(Kind == ValueKind.AsRead && NumberText.HasLeadingZero(value));

    private static bool IsNumeric(ValueKind kind) => kind is ValueKind.Number or ValueKind.AsRead;
}
