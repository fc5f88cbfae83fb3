using System.Runtime.InteropServices;

namespace Pipeline.Data.Spilling;

/// <summary>
/// Any number of finite numbers, to find the one of a rank: exactly, in bounded memory. What exceeds a buffer goes to the
/// temporary file and is passed over as often as the search needs.
/// </summary>
/// <param name="spill">Where to.</param>
/// <param name="capacity">How many numbers stay in memory.</param>
internal sealed class SpilledNumbers(SpillFile spill, int capacity)
{
    private const int FirstCapacity = 256;

    /// <summary>How many bits of the order are looked at in a pass.</summary>
    private const int DigitBits = 16;

    private const int MostSorted = 1 << 19;

    private readonly List<(long Offset, int Length)> _runs = [];
    private readonly List<(double[] Numbers, int Length)> _held = [];
    private double[] _numbers = [];
    private double[] _buffer = [];
    private int _count;

    public long Count { get; private set; }

    public void Add(ReadOnlySpan<double> numbers)
    {
        Count += numbers.Length;
        while (numbers.Length > 0)
        {
            if (_count == _numbers.Length)
                MakeRoom();
            var fitting = Math.Min(numbers.Length, _numbers.Length - _count);
            numbers[..fitting].CopyTo(_numbers.AsSpan(_count));
            numbers = numbers[fitting..];
            _count += fitting;
        }
    }

    /// <summary>Takes over what another one holds, in memory or in the same file.</summary>
    public void Merge(SpilledNumbers other)
    {
        _runs.AddRange(other._runs);
        _held.AddRange(other._held);
        if (other._count > 0)
            _held.Add((other._numbers, other._count));
        Count += other.Count;
    }

    /// <summary>
    /// The quantile by linear interpolation between neighbours, as numpy's default and R's type 7: at rank (n - 1) times
    /// <paramref name="share"/>, counted from 0.
    /// </summary>
    /// <param name="share">From 0 to 1.</param>
    public double Quantile(double share)
    {
        var rank = (Count - 1) * share;
        var below = Math.Min((long)rank, Count - 1);
        var (low, high) = (Select(below), below + 1 < Count ? Select(below + 1) : double.NaN);
        var weight = rank - below;
        return weight > 0 ? (low * (1 - weight)) + (high * weight) : low;
    }

    /// <param name="rank">From 0, by value.</param>
    private double Select(long rank)
    {
        var (prefix, shift, left) = (0UL, 64, Count);
        while (left > MostSorted && shift > 0)
        {
            shift -= DigitBits;
            var counts = CountDigits(prefix, shift);
            var digit = 0;
            for (; rank >= counts[digit]; digit++)
                rank -= counts[digit];
            (prefix, left) = ((prefix << DigitBits) | (uint)digit, counts[digit]);
        }

        return shift == 0 ? FromOrdered(prefix) : Sorted(prefix, shift, (int)left)[(int)rank];
    }

    private long[] CountDigits(ulong prefix, int shift)
    {
        var counts = new long[1 << DigitBits];
        Pass(numbers =>
        {
            foreach (var number in numbers)
            {
                var ordered = Ordered(number);
                if (IsBelow(ordered, prefix, shift + DigitBits))
                    counts[(int)(ordered >> shift) & ((1 << DigitBits) - 1)]++;
            }
        });
        return counts;
    }

    private List<double> Sorted(ulong prefix, int shift, int count)
    {
        var found = new List<double>(count);
        Pass(numbers =>
        {
            foreach (var number in numbers)
            {
                if (IsBelow(Ordered(number), prefix, shift))
                    found.Add(number);
            }
        });
        found.Sort();
        return found;
    }

    private void Pass(Action<ReadOnlySpan<double>> visit)
    {
        foreach (var (numbers, length) in _held)
            visit(numbers.AsSpan(0, length));
        visit(_numbers.AsSpan(0, _count));
        if (_runs.Count > 0 && _buffer.Length == 0)
            _buffer = new double[_runs.Max(x => x.Length)];
        foreach (var (offset, length) in _runs)
        {
            spill.Read(offset, MemoryMarshal.AsBytes(_buffer.AsSpan(0, length)));
            visit(_buffer.AsSpan(0, length));
        }
    }

    private void MakeRoom()
    {
        if (_count < capacity)
        {
            Array.Resize(ref _numbers, Math.Min(capacity, Math.Max(FirstCapacity, _count * 2)));
            return;
        }

        _runs.Add((spill.Write(MemoryMarshal.AsBytes(_numbers.AsSpan(0, _count))), _count));
        _count = 0;
    }

    private static bool IsBelow(ulong ordered, ulong prefix, int shift) => shift == 64 || ordered >> shift == prefix;

    /// <summary>Bits that are in the order of the numbers.</summary>
    private static ulong Ordered(double number)
    {
        var bits = BitConverter.DoubleToInt64Bits(number);
        return bits < 0 ? ~(ulong)bits : (ulong)bits ^ (1UL << 63);
    }

    private static double FromOrdered(ulong ordered) =>
        BitConverter.Int64BitsToDouble((long)(ordered >> 63 != 0 ? ordered ^ (1UL << 63) : ~ordered));
}
