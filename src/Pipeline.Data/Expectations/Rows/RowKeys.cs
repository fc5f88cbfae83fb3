using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Pipeline.Data.Expectations.Found;
using Pipeline.Data.Sources;
using Pipeline.Data.Spilling;

namespace Pipeline.Data.Expectations.Rows;

/// <summary>
/// Hashes some columns of a row with two independent lanes, each a multiplication folded onto itself, one for eight bytes. The
/// keys are drawn for each process, so that no file can be made to collide; what is found does not depend on them.
/// </summary>
internal sealed class RowKeys(IReadOnlyList<int> columns, MissingMarkers markers)
{
    /// <summary>Longer than any value.</summary>
    private const ulong Missing = ulong.MaxValue;

    private static readonly ulong FirstSeed = Draw();
    private static readonly ulong SecondSeed = Draw();
    private static readonly ulong FirstKey = Draw();
    private static readonly ulong SecondKey = Draw();

    private readonly int[] _columns = [.. columns];

    /// <returns>False for a row that has no value in any of the columns.</returns>
    public bool TryHash(RecordBatch batch, int row, out HashEntry entry)
    {
        var (first, second, hasValue) = (FirstSeed, SecondSeed, false);
        foreach (var column in _columns)
        {
            var value = batch.Value(row, column);
            if (markers.Has(value))
            {
                Mix(ref first, ref second, 0, Missing);
                continue;
            }

            hasValue = true;
            var length = (ulong)value.Length;
            for (; value.Length > sizeof(ulong); value = value[sizeof(ulong)..])
                Mix(ref first, ref second, MemoryMarshal.Read<ulong>(value), length);
            Mix(ref first, ref second, Rest(value), length);
        }

        Mix(ref first, ref second, 0, 0);
        entry = new HashEntry(first, (second << HashEntry.PlaceBits) | (ulong)RowPlace.Of(batch, row).Value);
        return hasValue;
    }

    private static ulong Draw() => MemoryMarshal.Read<ulong>(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    private static void Mix(ref ulong first, ref ulong second, ulong word, ulong length)
    {
        first = Fold(first ^ word, FirstKey ^ length);
        second = Fold(second + word, SecondKey ^ length);
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
