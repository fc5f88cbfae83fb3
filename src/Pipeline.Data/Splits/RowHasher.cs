using System.Buffers.Binary;
using System.Security.Cryptography;
using Pipeline.Data.Columns;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Splits;

/// <summary>Finds out which row is which, as <see cref="RowIdentity"/> says.</summary>
/// <param name="columns">Those that identify a row, by position.</param>
/// <param name="markers">The values that stand for none.</param>
internal sealed class RowHasher(IReadOnlyList<int> columns, MissingMarkers markers)
{
    private byte[] _buffer = new byte[256];
    private int _length;

    public RowIdentity Of(ColumnBatch batch, int row)
    {
        _length = 0;
        for (var i = 0; i < columns.Count; i++)
        {
            var value = batch.Text(row, columns[i]);
            var isMissing = markers.Has(value) || batch.IsNull(row, columns[i]);
            Append(isMissing ? uint.MaxValue : (uint)value.Length, isMissing ? [] : value);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_buffer.AsSpan(0, _length), hash);
        return new RowIdentity(BinaryPrimitives.ReadUInt128BigEndian(hash));
    }

    private void Append(uint length, ReadOnlySpan<byte> value)
    {
        var needed = _length + sizeof(uint) + value.Length;
        if (needed > _buffer.Length)
            Array.Resize(ref _buffer, needed * 2);
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(_length), length);
        value.CopyTo(_buffer.AsSpan(_length + sizeof(uint)));
        _length = needed;
    }
}

/// <summary>
/// What a row is, whatever its place and its neighbours: the first 16 bytes of a SHA-256. What is hashed is, for each column that
/// identifies a row, the length of its value as four bytes, least first, and the value in UTF-8 as it is written in the file
/// without quotes and surrounding spaces; a missing value is the length 0xFFFFFFFF alone.
/// </summary>
/// <param name="Value">The 16 bytes, most significant first.</param>
public readonly record struct RowIdentity(UInt128 Value)
{
    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);
}
