using Pipeline.Data.Expectations.Columns;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Expectations.Labels;

/// <summary>A feature's value in 16 bytes: a number, a timestamp, or a text that can only be told from others.</summary>
/// <param name="Kind">How the bits are meant.</param>
/// <param name="Bits">A double's, ticks, or a hash.</param>
internal readonly record struct SampledValue(SampledKind Kind, ulong Bits)
{
    /// <summary>In the order of its kind.</summary>
    public double Order => Kind == SampledKind.Timestamp ? (long)Bits : BitConverter.UInt64BitsToDouble(Bits);

    public static SampledValue Read(ColumnView column, RecordBatch batch, int row)
    {
        if (column.IsMissing(batch, row, out var value))
            return default;
        if (!OrderedValue.TryParse(value, out var ordered))
            return new SampledValue(SampledKind.Text, HashOf(value));
        return ordered.Ticks is { } ticks
            ? new SampledValue(SampledKind.Timestamp, (ulong)ticks)
            : new SampledValue(SampledKind.Number, BitConverter.DoubleToUInt64Bits(ordered.Number));
    }

    /// <summary>FNV-1a (Fowler, Noll, Vo), the same everywhere.</summary>
    private static ulong HashOf(ReadOnlySpan<byte> text)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var part in text)
            hash = (hash ^ part) * 0x100000001B3;
        return hash;
    }
}
