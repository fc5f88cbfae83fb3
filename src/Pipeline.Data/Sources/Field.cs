namespace Pipeline.Data.Sources;

/// <summary>Where a value stands in a block, without quotes and spaces around it. Eight bytes: a batch has many.</summary>
internal readonly struct Field
{
    /// <summary>No block is larger, so that the upper bits of a length are free for what is known of the value.</summary>
    public const int MostLength = (1 << 29) - 1;

    private const uint EscapedBit = 1U << 31;
    private const uint NullBit = 1U << 30;
    private const uint ApartBit = 1U << 29;

    private readonly uint _length;

    /// <param name="start">The offset of its first byte.</param>
    /// <param name="length">In bytes, at most <see cref="MostLength"/>.</param>
    /// <param name="isEscaped">It has doubled quotes, each of which stands for one.</param>
    public Field(int start, int length, bool isEscaped = false) =>
        (Start, _length) = (start, (uint)length | (isEscaped ? EscapedBit : 0));

    private Field(int start, uint length) => (Start, _length) = (start, length);

    /// <summary>No value, whatever stands for a missing one elsewhere: JSON's null.</summary>
    public static Field Null { get; } = new(0, NullBit);

    /// <summary>A value that had to be rewritten, and stands apart from the block.</summary>
    public static Field Apart(int start, int length) => new(start, (uint)length | ApartBit);

    public int Start { get; }

    public int Length => (int)(_length & MostLength);

    /// <summary>It stands in the block as it is.</summary>
    public bool IsPlain => _length <= MostLength;

    public bool IsEscaped => (_length & EscapedBit) != 0;

    public bool IsApart => (_length & ApartBit) != 0;

    public bool IsNull => (_length & NullBit) != 0;
}
