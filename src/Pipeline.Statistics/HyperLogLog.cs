using System.Numerics;

namespace Pipeline.Statistics;

/// <summary>
/// How many different values there are, in 4 KB, to about 1.6 percent (one standard error: 1.04 / sqrt(4096); Flajolet, Fusy,
/// Gandouet, Meunier 2007). The estimate is Ertl's (New cardinality estimation algorithms for HyperLogLog sketches, 2017), which
/// needs no correction for few values. Two sketches merge to that of all their values, exactly.
/// </summary>
public sealed class HyperLogLog
{
    /// <summary>One standard error of the estimate, as a share of it.</summary>
    public const double StandardError = 0.01625;

    private const int IndexBits = 12;
    private const int RegisterCount = 1 << IndexBits;
    private const int MostRank = 64 - IndexBits + 1;

    private readonly byte[] _registers;

    public HyperLogLog() => _registers = new byte[RegisterCount];

    private HyperLogLog(byte[] registers) => _registers = registers;

    /// <param name="hash">Of the value, by <see cref="StableHash"/>.</param>
    public void Add(ulong hash)
    {
        var rank = (byte)(BitOperations.LeadingZeroCount((hash << IndexBits) | (RegisterCount - 1)) + 1);
        ref var register = ref _registers[hash >> (64 - IndexBits)];
        if (register < rank)
            register = rank;
    }

    public void Merge(HyperLogLog other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < RegisterCount; i++)
            _registers[i] = Math.Max(_registers[i], other._registers[i]);
    }

    public double Estimate()
    {
        Span<int> counts = stackalloc int[MostRank + 1];
        foreach (var rank in _registers)
            counts[rank]++;
        var z = RegisterCount * Tau(1 - (counts[MostRank] / (double)RegisterCount));
        for (var rank = MostRank - 1; rank >= 1; rank--)
            z = 0.5 * (z + counts[rank]);
        z += RegisterCount * Sigma(counts[0] / (double)RegisterCount);
        return RegisterCount / (2 * Math.Log(2)) * (RegisterCount / z);
    }

    /// <summary>For documents: a byte for each register.</summary>
    public byte[] ToBytes() => [.. _registers];

    /// <exception cref="FormatException">The bytes are not those of a sketch.</exception>
    public static HyperLogLog FromBytes(ReadOnlySpan<byte> bytes) =>
        bytes.Length == RegisterCount && bytes.IndexOfAnyExceptInRange((byte)0, (byte)MostRank) < 0
            ? new HyperLogLog(bytes.ToArray())
            : throw new FormatException("A sketch of distinct values has 4096 registers of 0 to 53.");

    private static double Sigma(double x)
    {
        if (x >= 1)
            return double.PositiveInfinity;
        var (y, z, before) = (1.0, x, double.NaN);
        while (z != before)
        {
            x *= x;
            before = z;
            z += x * y;
            y += y;
        }

        return z;
    }

    private static double Tau(double x)
    {
        if (x is <= 0 or >= 1)
            return 0;
        var (y, z, before) = (1.0, 1 - x, double.NaN);
        while (z != before)
        {
            x = Math.Sqrt(x);
            before = z;
            y *= 0.5;
            z -= (1 - x) * (1 - x) * y;
        }

        return z / 3;
    }
}
