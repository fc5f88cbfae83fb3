using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Pipeline.Data.Expectations.Violations;
using Pipeline.Data.Sources;
using Pipeline.Data.Spilling;
using Pipeline.Data.Values;

namespace Pipeline.Data.Expectations.Rows;

/// <summary>
/// Hashes some columns of a row, so that rows whose values are equal as what their columns are have equal hashes. Two independent
/// XxHash3 go from value to value, each with its result so far as the seed. They begin with seeds that are drawn for each
/// process, so that no file can be made to collide; what is found does not depend on them.
/// </summary>
internal sealed class RowKeys(IReadOnlyList<ColumnView> columns)
{
    private static readonly ulong FirstSeed = Draw();
    private static readonly ulong SecondSeed = Draw();

    private readonly ColumnView[] _columns = [.. columns];

    /// <returns>False for a row that has no value in any of the columns.</returns>
    public bool TryHash(RecordBatch batch, int row, out HashEntry entry)
    {
        Span<byte> scratch = stackalloc byte[ValueKey.ScratchBytes];
        var (first, second, hasValue) = (FirstSeed, SecondSeed, false);
        foreach (var column in _columns)
        {
            if (column.IsMissing(batch, row, out var value))
            {
                // The complement keeps a missing value apart from an empty text.
                (first, second) = (Hash([], ~first), Hash([], ~second));
                continue;
            }

            hasValue = true;
            var key = ValueKey.Of(column.Kind, value, scratch);
            (first, second) = (Hash(key, first), Hash(key, second));
        }

        entry = new HashEntry(first, (second << HashEntry.PlaceBits) | (ulong)RowPlace.Of(batch, row).Value);
        return hasValue;
    }

    private static ulong Hash(ReadOnlySpan<byte> key, ulong seed) => XxHash3.HashToUInt64(key, (long)seed);

    private static ulong Draw() => MemoryMarshal.Read<ulong>(RandomNumberGenerator.GetBytes(sizeof(ulong)));
}
