using System.Text;

namespace Pipeline.Core.Statistics;

/// <summary>
/// The most frequent values, in bounded memory (Misra and Gries 1982, with the purge of Anderson et al., A high-performance
/// algorithm for identifying frequent items in data streams, 2017). A count is never too large, and too small by at most
/// <see cref="Error"/>, which is 0 while there are few different values.
/// </summary>
public sealed class FrequentItems
{
    /// <summary>How many values are kept.</summary>
    public const int Capacity = 256;

    /// <summary>Longer values count as their beginning.</summary>
    public const int MostValueBytes = 64;

    private const int SlotCount = 1024;

    private readonly short[] _slots = new short[SlotCount];
    private Entry[] _entries = new Entry[16];
    private byte[] _values = new byte[16 * MostValueBytes];
    private int _count;

    /// <summary>What a count may be short of, and how often a value that is not kept may have occurred.</summary>
    public long Error { get; private set; }

    /// <summary>Counts are exact, and all values are here.</summary>
    public bool IsExact => Error == 0;

    /// <summary>The values with their counts, the most frequent first, ties in ordinal order.</summary>
    public IReadOnlyList<FrequentItem> Items => [.. Enumerable.Range(0, _count)
        .Select(Item)
        .OrderByDescending(x => x.Count).ThenBy(x => x.Value, StringComparer.Ordinal)];

    /// <param name="value">In UTF-8.</param>
    /// <param name="hash">Of the value, by <see cref="StableHash"/>.</param>
    /// <param name="target">What is predicted, in this row; NaN where that is not known.</param>
    public void Add(ReadOnlySpan<byte> value, ulong hash, double target = double.NaN)
    {
        if (value.Length > MostValueBytes)
        {
            value = value[..MostValueBytes];
            hash = StableHash.Of(value);
        }

        ref var entry = ref Find(value, hash);
        entry.Count++;
        if (!double.IsNaN(target))
        {
            entry.TargetSum += target;
            entry.TargetCount++;
        }

        if (_count == Capacity)
            Purge();
    }

    public void Merge(FrequentItems other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < other._count; i++)
            Take(other.ValueOf(i), other._entries[i]);
        Error += other.Error;
    }

    /// <summary>Takes in what another sketch had of a value.</summary>
    public void Merge(FrequentItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var value = Encoding.UTF8.GetBytes(item.Value);
        Take(value, new Entry
        {
            Hash = StableHash.Of(value),
            Count = item.Count,
            TargetSum = item.TargetSum,
            TargetCount = item.TargetCount,
        });
    }

    /// <summary>Counts of another sketch may be short of so many.</summary>
    public void AddError(long error) => Error += error;

    private FrequentItem Item(int number)
    {
        ref readonly var entry = ref _entries[number];
        return new FrequentItem(Encoding.UTF8.GetString(ValueOf(number)), entry.Count)
        {
            TargetSum = entry.TargetSum,
            TargetCount = entry.TargetCount,
        };
    }

    private ReadOnlySpan<byte> ValueOf(int number) => _values.AsSpan(number * MostValueBytes, _entries[number].Length);

    private void Take(ReadOnlySpan<byte> value, in Entry other)
    {
        ref var entry = ref Find(value, other.Hash);
        entry.Count += other.Count;
        entry.TargetSum += other.TargetSum;
        entry.TargetCount += other.TargetCount;
        if (_count == Capacity)
            Purge();
    }

    private ref Entry Find(ReadOnlySpan<byte> value, ulong hash)
    {
        for (var slot = (int)hash & (SlotCount - 1); ; slot = (slot + 1) & (SlotCount - 1))
        {
            var number = _slots[slot] - 1;
            if (number < 0)
                return ref Append(value, hash, slot);
            ref var entry = ref _entries[number];
            if (entry.Hash == hash && value.SequenceEqual(ValueOf(number)))
                return ref entry;
        }
    }

    private ref Entry Append(ReadOnlySpan<byte> value, ulong hash, int slot)
    {
        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, _count * 2);
            Array.Resize(ref _values, _count * 2 * MostValueBytes);
        }

        value.CopyTo(_values.AsSpan(_count * MostValueBytes));
        _entries[_count] = new Entry { Hash = hash, Length = value.Length };
        _slots[slot] = (short)(_count + 1);
        return ref _entries[_count++];
    }

    /// <summary>Takes the median count off all counts: at least half of the values go.</summary>
    private void Purge()
    {
        var median = Median();
        Error += median;
        Array.Clear(_slots);
        var (before, kept) = (_count, 0);
        _count = 0;
        for (var number = 0; number < before; number++)
        {
            var entry = _entries[number];
            if (entry.Count <= median)
                continue;
            var share = (entry.Count - median) / (double)entry.Count;
            _values.AsSpan(number * MostValueBytes, entry.Length).CopyTo(_values.AsSpan(kept * MostValueBytes));
            _entries[kept++] = entry with
            {
                Count = entry.Count - median,
                TargetSum = entry.TargetSum * share,
                TargetCount = (long)(entry.TargetCount * share),
            };
        }

        for (_count = 0; _count < kept; _count++)
            Link(_count);
    }

    private void Link(int number)
    {
        var slot = (int)_entries[number].Hash & (SlotCount - 1);
        while (_slots[slot] != 0)
            slot = (slot + 1) & (SlotCount - 1);
        _slots[slot] = (short)(number + 1);
    }

    /// <summary>Where most values occur once, one look at each is enough to know.</summary>
    private long Median()
    {
        var once = 0;
        for (var i = 0; i < _count; i++)
            once += _entries[i].Count == 1 ? 1 : 0;
        if (once > _count / 2)
            return 1;
        Span<long> counts = stackalloc long[Capacity];
        for (var i = 0; i < _count; i++)
            counts[i] = _entries[i].Count;
        counts[.._count].Sort();
        return counts[_count / 2];
    }

    private record struct Entry
    {
        public ulong Hash;
        public int Length;
        public long Count;
        public double TargetSum;
        public long TargetCount;
    }
}
