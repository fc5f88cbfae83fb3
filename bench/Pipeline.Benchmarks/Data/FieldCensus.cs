using System.Runtime.InteropServices;
using Pipeline.Data.Columns;
using Pipeline.Data.Sources;

namespace Pipeline.Benchmarks.Data;

/// <summary>Counts the values of a file, and sums a hash of the bytes and column of each: no order of work changes it.</summary>
internal sealed class FieldCensus : RowAccumulator
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    public long Count { get; private set; }

    public ulong Checksum { get; private set; }

    public override void Observe(ColumnBatch batch)
    {
        var sum = 0UL;
        for (var row = 0; row < batch.RowCount; row++)
        {
            for (var column = 0; column < batch.ColumnCount; column++)
                sum += Hash(batch.Text(row, column), (ulong)column);
        }

        Checksum += sum;
        Count += (long)batch.RowCount * batch.ColumnCount;
    }

    public override RowAccumulator CreateEmpty() => new FieldCensus();

    public override void Merge(RowAccumulator other)
    {
        Count += ((FieldCensus)other).Count;
        Checksum += ((FieldCensus)other).Checksum;
    }

    private static ulong Hash(ReadOnlySpan<byte> value, ulong column)
    {
        var hash = (column + 1) * Golden ^ (ulong)value.Length;
        for (; value.Length > sizeof(ulong); value = value[sizeof(ulong)..])
            hash = Mix(hash ^ MemoryMarshal.Read<ulong>(value));
        return Mix(hash ^ Rest(value));
    }

    private static ulong Rest(ReadOnlySpan<byte> value)
    {
        if (value.Length >= sizeof(uint))
            return ((ulong)MemoryMarshal.Read<uint>(value) << 32) | MemoryMarshal.Read<uint>(value[^sizeof(uint)..]);
        var rest = 0UL;
        foreach (var character in value)
            rest = (rest << 8) | character;
        return rest;
    }

    private static ulong Mix(ulong x)
    {
        x *= Golden;
        return x ^ (x >> 32);
    }
}
