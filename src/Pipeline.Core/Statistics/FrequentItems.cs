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

    private readonly int[] _slots = new int[SlotCount];
    private Entry[] _entries = new Entry[16];
    private int _count;

    /// <summary>What a count may be short of, and how often a value that is not kept may have occurred.</summary>
    public long Error { get; private set; }

    /// <summary>Counts are exact, and all values are here.</summary>
    public bool IsExact => Error == 0;

    /// <summary>The values with their counts, the most frequent first, ties in ordinal order.</summary>
    public IReadOnlyList<FrequentItem> Items => [.. _entries.Take(_count)
        .Select(x => x.ToItem())
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
            Take(other._entries[i]);
        Error += other.Error;
    }

    /// <summary>Takes in what another sketch had of a value.</summary>
    public void Merge(FrequentItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var value = Encoding.UTF8.GetBytes(item.Value);
        Take(new Entry
        {
            Value = value,
            Hash = StableHash.Of(value),
            Count = item.Count,
            TargetSum = item.TargetSum,
            TargetCount = item.TargetCount,
        });
    }

    /// <summary>Counts of another sketch may be short of so many.</summary>
    public void AddError(long error) => Error += error;

    private void Take(in Entry other)
    {
        ref var entry = ref Find(other.Value, other.Hash);
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
            if (entry.Hash == hash && value.SequenceEqual(entry.Value))
                return ref entry;
        }
    }

    private ref Entry Append(ReadOnlySpan<byte> value, ulong hash, int slot)
    {
        if (_count == _entries.Length)
            Array.Resize(ref _entries, _count * 2);
        _entries[_count] = new Entry { Value = value.ToArray(), Hash = hash };
        _slots[slot] = _count + 1;
        return ref _entries[_count++];
    }

    /// <summary>Takes the median count off all counts: half of the values go.</summary>
    private void Purge()
    {
        var counts = _entries.AsSpan(0, _count).ToArray().Select(x => x.Count).Order().ToArray();
        var median = counts[_count / 2];
        Error += median;
        var kept = _entries.Take(_count).Where(x => x.Count > median).ToArray();
        Array.Clear(_slots);
        _count = 0;
        foreach (var entry in kept)
        {
            ref var place = ref Find(entry.Value, entry.Hash);
            var share = (entry.Count - median) / (double)entry.Count;
            place.Count = entry.Count - median;
            (place.TargetSum, place.TargetCount) = (entry.TargetSum * share, (long)(entry.TargetCount * share));
        }
    }

    private struct Entry
    {
        public byte[] Value;
        public ulong Hash;
        public long Count;
        public double TargetSum;
        public long TargetCount;

        public readonly FrequentItem ToItem() =>
            new(Encoding.UTF8.GetString(Value), Count) { TargetSum = TargetSum, TargetCount = TargetCount };
    }
}
