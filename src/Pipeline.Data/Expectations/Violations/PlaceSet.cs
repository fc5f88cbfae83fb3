using System.Numerics;

namespace Pipeline.Data.Expectations.Violations;

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
