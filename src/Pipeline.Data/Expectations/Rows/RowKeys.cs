using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Pipeline.Data.Expectations.Found;
using Pipeline.Data.Sources;
using Pipeline.Data.Spilling;

namespace Pipeline.Data.Expectations.Rows;

/// <summary>
/// Hashes some columns of a row with two independent lanes, each a multiplication folded onto itself. The keys are drawn for each
/// process, so that no file can be made to collide; what is found does not depend on them.
/// </summary>
internal sealed class RowKeys(IReadOnlyList<int> columns, MissingMarkers markers)
{
    private const ulong Missing = ulong.MaxValue;

    private static readonly ulong[] Keys = MemoryMarshal.Cast<byte, ulong>(RandomNumberGenerator.GetBytes(32)).ToArray();

    private readonly int[] _columns = [.. columns];

    /// <returns>False for a row that has no value in any of the columns.</returns>
    public bool TryHash(RecordBatch batch, int row, out HashEntry entry)
    {
        var (first, second, hasValue) = (Keys[0], Keys[1], false);
        foreach (var column in _columns)
        {
            var value = batch.Value(row, column);
            if (markers.Has(value))
            {
                Mix(ref first, ref second, Missing);
                continue;
            }

            hasValue = true;
            Mix(ref first, ref second, (ulong)value.Length);
            for (; value.Length > sizeof(ulong); value = value[sizeof(ulong)..])
                Mix(ref first, ref second, MemoryMarshal.Read<ulong>(value));
            Mix(ref first, ref second, Rest(value));
        }

        Mix(ref first, ref second, 0);
        entry = new HashEntry(first, (second << HashEntry.PlaceBits) | (ulong)RowPlace.Of(batch, row).Value);
        return hasValue;
    }

    private static void Mix(ref ulong first, ref ulong second, ulong word)
    {
        first = Fold(first ^ word, Keys[2] | 1);
        second = Fold(second + word, Keys[3] | 1);
    }

    private static ulong Fold(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }

    /// <summary>Up to eight bytes as a number; different bytes of one length are different numbers.</summary>
    private static ulong Rest(ReadOnlySpan<byte> value)
    {
        if (value.Length >= sizeof(uint))
            return ((ulong)MemoryMarshal.Read<uint>(value) << 32) | MemoryMarshal.Read<uint>(value[^sizeof(uint)..]);
        var rest = 0UL;
        foreach (var part in value)
            rest = (rest << 8) | part;
        return rest;
    }
}
