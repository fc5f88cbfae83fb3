using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Pipeline.Data.Columns;
using Pipeline.Data.Expectations.Violations;
using Pipeline.Data.Sources;
using Pipeline.Data.Spilling;
using Pipeline.Data.Values;

namespace Pipeline.Data.Expectations.Rows;

/// <summary>The columns by whose values rows are told apart.</summary>
internal sealed record RowKeys(IReadOnlyList<ColumnView> Columns);

/// <summary>
/// Hashes some columns of rows, so that rows whose values are equal as what their columns are have equal hashes. Two independent
/// XxHash3 go from value to value, each with its result so far as the seed. They begin with seeds that are drawn for each
/// process, so that no file can be made to collide; what is found does not depend on them.
/// </summary>
internal sealed class RowKeyHasher(RowKeys keys)
{
    private static readonly ulong FirstSeed = Draw();
    private static readonly ulong SecondSeed = Draw();

    private (ulong First, ulong Second, bool HasValue)[] _hashes = [];
    private HashEntry[] _entries = [];

    /// <returns>For each row that has a value in any of the columns, in order.</returns>
    public ReadOnlySpan<HashEntry> Hash(ColumnBatch batch)
    {
        if (_entries.Length < batch.RowCount)
            (_hashes, _entries) = (new (ulong, ulong, bool)[batch.RowCount * 2], new HashEntry[batch.RowCount * 2]);
        var hashes = _hashes.AsSpan(0, batch.RowCount);
        hashes.Fill((FirstSeed, SecondSeed, false));
        foreach (var column in keys.Columns)
            Add(batch.Column(column), hashes);
        var count = 0;
        for (var row = 0; row < hashes.Length; row++)
        {
            var (first, second, hasValue) = hashes[row];
            if (hasValue)
                _entries[count++] = new HashEntry(first, (second << HashEntry.PlaceBits) | (ulong)RowPlace.Of(batch, row).Value);
        }

        return _entries.AsSpan(0, count);
    }

    private static void Add(ColumnVector values, Span<(ulong First, ulong Second, bool HasValue)> hashes)
    {
        Span<byte> scratch = stackalloc byte[ValueKey.ScratchBytes];
        for (var (row, count) = (0, 0); row < hashes.Length; row++)
        {
            var (first, second, hasValue) = hashes[row];
            if (!values.HasNext(row, ref count))
            {
                // The complement keeps a missing value apart from an empty text.
                hashes[row] = (Hash([], ~first), Hash([], ~second), hasValue);
                continue;
            }

            var key = values.Key(count - 1, scratch);
            hashes[row] = (Hash(key, first), Hash(key, second), true);
        }
    }

    private static ulong Hash(ReadOnlySpan<byte> key, ulong seed) => XxHash3.HashToUInt64(key, (long)seed);

    private static ulong Draw() => MemoryMarshal.Read<ulong>(RandomNumberGenerator.GetBytes(sizeof(ulong)));
}
