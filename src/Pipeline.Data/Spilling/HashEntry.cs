namespace Pipeline.Data.Spilling;

/// <summary>One row in 16 bytes: 80 bits of the hash of its values, and its place.</summary>
/// <param name="High">The first 64 bits of the hash.</param>
/// <param name="Low">The other 16 bits, then the 48 bits of the place, which is not 0.</param>
internal readonly record struct HashEntry(ulong High, ulong Low)
{
    public const int PlaceBits = 48;

    private const long PlaceMask = (1L << PlaceBits) - 1;

    public long Place => (long)Low & PlaceMask;

    public bool IsEmpty => Low == 0;

    /// <summary>Not quite exact: of 15 million different rows, two are taken for one with a probability of 10^-10.</summary>
    public bool IsSame(in HashEntry other) => High == other.High && (Low ^ other.Low) >> PlaceBits == 0;
}
