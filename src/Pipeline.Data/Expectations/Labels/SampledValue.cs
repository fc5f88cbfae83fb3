using System.IO.Hashing;
using Pipeline.Data.Columns;
using Pipeline.Data.Sources;
using Pipeline.Data.Values;

namespace Pipeline.Data.Expectations.Labels;

/// <summary>A feature's value in 16 bytes: a number, a timestamp, or a text that can only be told from others.</summary>
/// <param name="Kind">How the bits are meant.</param>
/// <param name="Bits">A double's, ticks, or a hash.</param>
internal readonly record struct SampledValue(SampledKind Kind, ulong Bits)
{
    /// <summary>In the order of its kind.</summary>
    public double Order => Kind == SampledKind.Timestamp ? (long)Bits : BitConverter.UInt64BitsToDouble(Bits);

    public static SampledValue Read(ColumnView column, ColumnBatch batch, int row)
    {
        var values = batch.Column(column);
        if (values.IndexOf(row) is not (>= 0 and var index))
            return default;
        var read = values.Compared(index, column.Kind);
        return read.Kind switch
        {
            ValueKind.Moment => new SampledValue(SampledKind.Timestamp, (ulong)read.Moment.Ticks),
            ValueKind.Number or ValueKind.Boolean =>
                new SampledValue(SampledKind.Number, BitConverter.DoubleToUInt64Bits(read.Number)),
            _ => new SampledValue(SampledKind.Text, XxHash3.HashToUInt64(values[index])),
        };
    }
}

/// <summary>What a sampled value is.</summary>
internal enum SampledKind
{
    Missing,
    Number,
    Timestamp,
    Text,
}
