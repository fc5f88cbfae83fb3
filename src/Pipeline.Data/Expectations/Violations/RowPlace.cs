using System.Numerics;
using Pipeline.Data.Columns;
using Pipeline.Data.Sources;
using Pipeline.Data.Spilling;

namespace Pipeline.Data.Expectations.Violations;

/// <summary>Which row, over all files of a dataset, as a number that ascends in the order of reading.</summary>
/// <param name="Value">14 bits for the file and 34 for the line.</param>
internal readonly record struct RowPlace(long Value) : IComparable<RowPlace>
{
    /// <summary>Of one dataset.</summary>
    public const int MostFiles = 1 << FileBits;

    /// <summary>Of one file.</summary>
    public const long MostLines = (1L << LineBits) - 1;

    private const int LineBits = 34;
    private const int FileBits = HashEntry.PlaceBits - LineBits;

    /// <summary>Counted from 0 in the order of reading.</summary>
    public int File => (int)(Value >> LineBits);

    /// <summary>Counted from 1 within the file.</summary>
    public long Line => Value & ((1L << LineBits) - 1);

    public static RowPlace Of(ColumnBatch batch, int row) => Of(batch.FileIndex, batch.Line(row));

    /// <exception cref="ArgumentOutOfRangeException">
    /// There are more than <see cref="MostFiles"/>, or more than <see cref="MostLines"/> in one; reading refuses both.
    /// </exception>
    public static RowPlace Of(int file, long line)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)file, MostFiles - 1U, nameof(file));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)line, (ulong)MostLines, nameof(line));
        return new RowPlace(((long)file << LineBits) | line);
    }

    public int CompareTo(RowPlace other) => Value.CompareTo(other.Value);
}

/// <summary>Rows of a dataset, in a bit for each line of the parts of a file in which there are any.</summary>
internal sealed class PlaceSet
{
    private const int BlockBits = 16;
    private const int WordBits = 6;

    private readonly Dictionary<long, ulong[]> _blocks = [];
    private ulong[] _last = [];
    private long _lastBlock = -1;

    public long Count => _blocks.Values.Sum(x => x.Sum(y => (long)BitOperations.PopCount(y)));

    public void Add(RowPlace place)
    {
        var block = place.Value >> BlockBits;
        if (block != _lastBlock)
            (_last, _lastBlock) = (BlockOf(block), block);
        _last[Word(place)] |= Bit(place);
    }

    public bool Contains(RowPlace place) =>
        _blocks.TryGetValue(place.Value >> BlockBits, out var words) && (words[Word(place)] & Bit(place)) != 0;

    public void Merge(PlaceSet other)
    {
        foreach (var (block, words) in other._blocks)
        {
            var own = BlockOf(block);
            for (var i = 0; i < own.Length; i++)
                own[i] |= words[i];
        }
    }

    private ulong[] BlockOf(long block) =>
        _blocks.TryGetValue(block, out var words) ? words : _blocks[block] = new ulong[1 << (BlockBits - WordBits)];

    private static int Word(RowPlace place) => (int)(place.Value & ((1 << BlockBits) - 1)) >> WordBits;

    private static ulong Bit(RowPlace place) => 1UL << (int)(place.Value & ((1 << WordBits) - 1));
}
