namespace Pipeline.Data.Splits;

/// <summary>One bit for each row, in order.</summary>
internal sealed class RowBits
{
    private const int WordBits = 64;

    private ulong[] _words = new ulong[16];

    public int Count { get; private set; }

    public bool this[int row] => (_words[row / WordBits] & (1UL << (row % WordBits))) != 0;

    public void Add(bool bit)
    {
        if (Count == (long)_words.Length * WordBits)
            Array.Resize(ref _words, _words.Length * 2);
        _words[Count / WordBits] |= (bit ? 1UL : 0) << (Count % WordBits);
        Count++;
    }
}
