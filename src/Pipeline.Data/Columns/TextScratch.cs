using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Pipeline.Statistics;

namespace Pipeline.Data.Columns;

/// <summary>The texts of a column, side by side, so that each step over them is a short loop.</summary>
internal readonly ref struct TextSpans(ColumnVector values, ReadOnlySpan<Vector128<byte>> heads, ReadOnlySpan<int> lengths)
{
    /// <summary>The first 16 bytes of each, and zeros behind shorter ones.</summary>
    public ReadOnlySpan<Vector128<byte>> Heads { get; } = heads;

    /// <summary>Of each in bytes.</summary>
    public ReadOnlySpan<int> Lengths { get; } = lengths;

    /// <summary>The text in UTF-8, until the next one is asked for.</summary>
    public ReadOnlySpan<byte> this[int index] => Lengths[index] <= ValueHead.MostBytes
        ? MemoryMarshal.AsBytes(Heads.Slice(index, 1))[..Lengths[index]]
        : values[index];
}

/// <summary>Where texts of one column of a batch are kept; columns take turns, so that they stay in a core's cache.</summary>
internal sealed class TextScratch
{
    /// <summary>Whose texts these are; null where nobody's.</summary>
    public ColumnVector? Owner { get; private set; }

    public Vector128<byte>[] Heads { get; private set; } = [];

    public int[] Lengths { get; private set; } = [];

    public ulong[] Hashes { get; private set; } = [];

    public void Take(ColumnVector owner, int rows)
    {
        Owner = owner;
        if (Lengths.Length < rows)
            (Heads, Lengths, Hashes) = (new Vector128<byte>[rows * 2], new int[rows * 2], new ulong[rows * 2]);
    }

    /// <summary>What the owner has is of other rows.</summary>
    public void Release(ColumnVector owner) => Owner = Owner == owner ? null : Owner;
}
