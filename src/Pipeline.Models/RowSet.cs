using System.Buffers.Binary;
using System.Globalization;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;

namespace Pipeline.Models;

/// <summary>Rows by their identities alone: which a model learned from, without what is in them.</summary>
public sealed class RowSet
{
    private const int Size = 16;

    private readonly UInt128[] _sorted;

    private RowSet(UInt128[] sorted) => _sorted = sorted;

    /// <summary>No rows.</summary>
    public static RowSet Empty { get; } = new([]);

    /// <summary>How many different identities there are.</summary>
    public int Count => _sorted.Length;

    /// <summary>Of <see cref="ToBytes"/>: the same for the same rows in any order.</summary>
    public Digest Digest => Digest.OfBytes(ToBytes());

    public static RowSet Of(IEnumerable<UInt128> identities) => new([.. identities.Distinct().Order()]);

    /// <summary>Reads what <see cref="ToBytes"/> made.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="file">The path as the user knows it.</param>
    public static Validated<RowSet> Read(ReadOnlySpan<byte> bytes, string file)
    {
        if (bytes.Length % Size != 0)
        {
            return Validated.Invalid<RowSet>(new Problem(file, null, null, string.Create(
                CultureInfo.InvariantCulture, $"A set of rows has {Size} bytes for each; this file has {bytes.Length} in all.")));
        }

        var sorted = new UInt128[bytes.Length / Size];
        for (var i = 0; i < sorted.Length; i++)
            sorted[i] = BinaryPrimitives.ReadUInt128BigEndian(bytes[(i * Size)..]);
        return Validated.Valid(Of(sorted));
    }

    public bool Contains(UInt128 identity) => Array.BinarySearch(_sorted, identity) >= 0;

    /// <summary>16 bytes for each identity, ascending, most significant byte first.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[_sorted.Length * Size];
        for (var i = 0; i < _sorted.Length; i++)
            BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(i * Size), _sorted[i]);
        return bytes;
    }
}
