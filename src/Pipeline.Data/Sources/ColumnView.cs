using Pipeline.Data.Values;

namespace Pipeline.Data.Sources;

/// <summary>One column of every batch.</summary>
/// <param name="Position">Counted from 0.</param>
/// <param name="Markers">The values that stand for none.</param>
internal sealed record ColumnView(int Position, MissingMarkers Markers)
{
    /// <summary>What its values are compared as.</summary>
    public ValueKind Kind
    {
        get;
        init => (field, LongestMarker) = (value, MayBeNumbers(value) ? Markers.LongestNumber : Markers.Longest);
    }

    /// <summary>What is longer is no marker: most values are known by that, so that it is not asked anew for each.</summary>
    public int LongestMarker { get; private init; } = Markers.LongestNumber;

    /// <param name="batch">Where the row is.</param>
    /// <param name="row">Counted from 0 within the batch.</param>
    /// <param name="value">Until the batch's next value is asked for.</param>
    public bool IsMissing(RecordBatch batch, int row, out ReadOnlySpan<byte> value)
    {
        value = batch.Value(row, Position);
        return (value.Length <= LongestMarker && IsMarker(value)) || batch.IsNull(row, Position);
    }

    /// <summary>As the column is declared; else a number with leading zeros is a code, and codes are texts.</summary>
    public bool IsMarker(ReadOnlySpan<byte> value) =>
        !MayBeNumbers(Kind) || (Kind == ValueKind.AsRead && NumberText.HasLeadingZero(value))
            ? Markers.Has(value)
            : Markers.HasNumber(value);

    private static bool MayBeNumbers(ValueKind kind) => kind is ValueKind.Number or ValueKind.AsRead;
}
