namespace Pipeline.Statistics;

/// <summary>
/// Remembers which values came, until they are too many, and then none (Einziger, Friedman and Manes, TinyLFU, 2017). A value
/// that never came may be taken for another one that did.
/// </summary>
internal sealed class Doorkeeper
{
    private const int MostKnown = 2048;
    private const int Bits = 8 * MostKnown;
    private const int WordBits = 64;

    private readonly ulong[] _known = new ulong[Bits / WordBits];
    private int _count;

    /// <summary>How often a value can have been new, at most.</summary>
    public long Rounds { get; private set; }

    /// <returns>Whether the value came before in this round.</returns>
    public bool Knows(ulong hash)
    {
        var bit = (int)(hash >> 32) & (Bits - 1);
        ref var word = ref _known[bit / WordBits];
        var mask = 1UL << (bit % WordBits);
        if ((word & mask) != 0)
            return true;
        if (_count == MostKnown)
        {
            Array.Clear(_known);
            _count = 0;
        }

        Rounds += _count == 0 ? 1 : 0;
        _count++;
        word |= mask;
        return false;
    }
}
