using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using Pipeline.Data.Sources;
using Pipeline.Data.Values;
using Pipeline.Statistics;

namespace Pipeline.Data.Profiling;

/// <summary>The values that one column has in one batch, side by side, so that each step over them is a short loop.</summary>
internal sealed class ColumnValues
{
    private RecordBatch _batch = new();
    private int _column;
    private Vector128<byte>[] _heads = [];
    private int[] _lengths = [];
    private int[] _rows = [];
    private ulong[] _hashes = [];

    /// <summary>How many rows have a value.</summary>
    public int Count { get; private set; }

    /// <summary>How many rows have none.</summary>
    public int Missing { get; private set; }

    /// <summary>The first 16 bytes of each, and zeros behind shorter ones.</summary>
    public ReadOnlySpan<Vector128<byte>> Heads => _heads.AsSpan(0, Count);

    /// <summary>In which rows of the batch the values stand.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, Count);

    /// <summary>The value in UTF-8, until the next one is asked for.</summary>
    public ReadOnlySpan<byte> this[int index] => _lengths[index] <= ValueHead.MostBytes
        ? MemoryMarshal.AsBytes(_heads.AsSpan(index, 1))[.._lengths[index]]
        : _batch.Value(_rows[index], _column);

    public void Fill(ColumnView column, RecordBatch batch)
    {
        (_batch, _column) = (batch, column.Position);
        if (_rows.Length < batch.RowCount)
            Reserve(batch.RowCount * 2);
        Gather(batch.Fields, batch, column);
    }

    /// <returns>By <see cref="StableHash"/>.</returns>
    public ReadOnlySpan<ulong> Hash()
    {
        var (heads, lengths, hashes) = (_heads, _lengths, _hashes);
        for (var i = 0; i < Count; i++)
            hashes[i] = lengths[i] <= ValueHead.MostBytes ? StableHash.Of(heads[i], lengths[i]) : StableHash.Of(this[i]);
        return hashes.AsSpan(0, Count);
    }

    public bool TryNumber(int index, out double number) =>
        NumberText.TryParseShort(_heads[index], _lengths[index], out number) || NumberText.TryParse(this[index], out number);

    public bool HasLeadingZero(int index) =>
        _heads[index].ToScalar() is (byte)'0' or (byte)'-' or (byte)'+' && NumberText.HasLeadingZero(this[index]);

    /// <summary>Of all values, in characters.</summary>
    public LengthSum Lengths()
    {
        var (min, max, sum) = (int.MaxValue, 0, 0L);
        for (var i = 0; i < Count; i++)
        {
            var length = _lengths[i];
            if (_heads[i].ExtractMostSignificantBits() != 0 || length > ValueHead.MostBytes)
                length = Encoding.UTF8.GetCharCount(this[i]);
            min = length < min ? length : min;
            max = length > max ? length : max;
            sum += length;
        }

        return new LengthSum(Count, sum, min, max);
    }

    private void Gather(ReadOnlySpan<Field> fields, RecordBatch batch, ColumnView column)
    {
        var (heads, lengths, rows, width) = (_heads, _lengths, _rows, batch.ColumnCount);
        var (count, row, longest) = (0, 0, column.LongestMarker);
        var bytes = batch.Buffer.AsSpan();
        for (var at = column.Position; at < fields.Length; at += width, row++)
        {
            var field = fields[at];
            var length = field.Length;
            if (field.IsPlain && field.Start <= bytes.Length - ValueHead.MostBytes)
            {
                if (length <= longest && column.IsMarker(bytes.Slice(field.Start, length)))
                    continue;
                heads[count] = ValueHead.Of(bytes[field.Start..], length);
            }
            else if (column.IsMissing(batch, row, out var value))
                continue;
            else
                (heads[count], length) = (ValueHead.Of(value), value.Length);
            (lengths[count], rows[count]) = (length, row);
            count++;
        }

        (Count, Missing) = (count, row - count);
    }

    private void Reserve(int size) =>
        (_heads, _lengths, _rows, _hashes) = (new Vector128<byte>[size], new int[size], new int[size], new ulong[size]);
}
