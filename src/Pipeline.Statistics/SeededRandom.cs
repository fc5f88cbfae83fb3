using System.Numerics;

namespace Pipeline.Statistics;

/// <summary>
/// Random numbers that are the same on every machine and runtime: xoshiro256** of Blackman and Vigna (2018), whose state is
/// filled by SplitMix64. Streams of one seed are independent of each other, so that each piece of work can have its own, whatever
/// thread does it. Not for secrets, and not for two threads at once.
/// </summary>
public struct SeededRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <param name="seed">What chance begins with.</param>
    /// <param name="stream">Which of the seed's streams.</param>
    public SeededRandom(int seed, int stream)
    {
        var begin = unchecked((uint)seed);
        var state = Mix(((ulong)begin << 32) | unchecked((uint)stream));
        (_s0, _s1, _s2, _s3) = (SplitMix(ref state), SplitMix(ref state), SplitMix(ref state), SplitMix(ref state));
    }

    /// <summary>The generator with this very state, as published sequences have it.</summary>
    internal SeededRandom(ulong s0, ulong s1, ulong s2, ulong s3) => (_s0, _s1, _s2, _s3) = (s0, s1, s2, s3);

    /// <summary>Any 64 bits.</summary>
    public ulong Next()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>
    /// From 0 to <paramref name="count"/> - 1, by the high half of a product (Lemire 2019, without the rejection: a number is
    /// favoured by less than <paramref name="count"/> in 2^64).
    /// </summary>
    /// <param name="count">At least 1.</param>
    public int Below(int count) => (int)Math.BigMul(Next(), (ulong)count, out _);

    /// <summary>The step of SplitMix64 (Steele, Lea and Flood 2014).</summary>
    internal static ulong SplitMix(ref ulong state) => Mix(state += Golden);

    private static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
