namespace Pipeline.Statistics;

/// <summary>
/// Numbers in ascending order, each with the weight of all up to it: of a sample, or of what a sketch kept of one.
/// </summary>
public sealed class Ranking
{
    private const int ManyValues = 1000;
    private const int Digits = 256;
    private const ulong Sign = 1UL << 63;

    private readonly double[] _values;
    private readonly double[] _weights;

    internal Ranking(IReadOnlyCollection<(double Value, double Weight)> items)
    {
        (_values, _weights) = ([.. items.Select(x => x.Value)], [.. items.Select(x => x.Weight)]);
        Array.Sort(_values, _weights);
        for (var i = 1; i < _weights.Length; i++)
            _weights[i] += _weights[i - 1];
    }

    private Ranking(double[] sorted)
    {
        (_values, _weights) = (sorted, new double[sorted.Length]);
        for (var i = 0; i < _weights.Length; i++)
            _weights[i] = i + 1;
    }

    /// <summary>Of a sample as it is: each number has the weight of 1.</summary>
    /// <param name="values">Finite, in any order; they are copied.</param>
    public static Ranking Of(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        if (sorted.Length < ManyValues)
            Array.Sort(sorted);
        else
            RadixSort(sorted);
        return new Ranking(sorted);
    }

    public bool IsEmpty => _values.Length == 0;

    /// <summary>Ascending; a number may occur more than once.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The weight of all numbers up to each one, as many as <see cref="Values"/>.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>The weight of all: how many numbers there were.</summary>
    public double Total => IsEmpty ? 0 : _weights[^1];

    /// <summary>All numbers are here, and nothing stands for another one.</summary>
    public bool IsExact => Total == _values.Length;

    /// <summary>The first number up to which so much of the weight is.</summary>
    /// <param name="share">Between 0 and 1.</param>
    public double Quantile(double share)
    {
        var found = Array.BinarySearch(_weights, share * _weights[^1]);
        return _values[Math.Min(found < 0 ? ~found : found, _values.Length - 1)];
    }

    /// <summary>The share of the weight up to this number.</summary>
    public double Rank(double value)
    {
        var (low, high) = (0, _values.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _values[middle] <= value ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? 0 : _weights[low - 1] / _weights[^1];
    }

    /// <summary>
    /// By one byte of the numbers after the other, from the lowest: several times as fast as comparing them. Their bits are in
    /// the order of the numbers once those of negative ones are turned over, and the sign of others.
    /// </summary>
    private static void RadixSort(double[] values)
    {
        var (keys, other) = (new ulong[values.Length], new ulong[values.Length]);
        var counts = new int[sizeof(ulong) * Digits];
        for (var i = 0; i < values.Length; i++)
        {
            // Minus zero is zero, as comparisons have it.
            var bits = BitConverter.DoubleToUInt64Bits(values[i] + 0.0);
            bits ^= (bits & Sign) == 0 ? Sign : ulong.MaxValue;
            keys[i] = bits;
            for (var place = 0; place < sizeof(ulong); place++, bits >>= 8)
                counts[(place * Digits) + (int)(bits & (Digits - 1))]++;
        }

        for (var place = 0; place < sizeof(ulong); place++)
        {
            if (Distribute(keys, other, counts.AsSpan(place * Digits, Digits), 8 * place))
                (keys, other) = (other, keys);
        }

        for (var i = 0; i < values.Length; i++)
            values[i] = BitConverter.UInt64BitsToDouble(keys[i] ^ ((keys[i] & Sign) != 0 ? Sign : ulong.MaxValue));
    }

    /// <returns>Whether it moved any; not where all have the same digit.</returns>
    private static bool Distribute(ulong[] keys, ulong[] target, Span<int> counts, int shift)
    {
        if (counts.Contains(keys.Length))
            return false;
        var start = 0;
        foreach (ref var count in counts)
            (count, start) = (start, start + count);
        foreach (var key in keys)
            target[counts[(int)(key >> shift) & (Digits - 1)]++] = key;
        return true;
    }
}
