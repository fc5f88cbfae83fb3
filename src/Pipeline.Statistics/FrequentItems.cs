using System.Runtime.Intrinsics;
using System.Text;

namespace Pipeline.Statistics;

/// <summary>
/// The most frequent values, in bounded memory (Misra and Gries 1982, with the purge of Anderson et al., A high-performance
/// algorithm for identifying frequent items in data streams, 2017). A count is never too large, and too small by at most
/// <see cref="Error"/>, which is 0 while there are few different values. Where there are many, a value is taken in when it comes
/// for the second time within some thousand others, as most never do.
/// </summary>
public sealed class FrequentItems
{
    /// <summary>How many values are kept.</summary>
    public const int Capacity = 256;

    /// <summary>Longer values count as their beginning.</summary>
    public const int MostValueBytes = 64;

    private const int SlotCount = 1024;
    private const int MostCharacterBytes = 4;

    private readonly short[] _slots = new short[SlotCount];
    private readonly Doorkeeper _door = new();
    private Entry[] _entries = new Entry[16];
    private byte[] _values = new byte[16 * MostValueBytes];
    private int _count;
    private long _taken;

    /// <summary>What a count may be short of, and how often a value that is not kept may have occurred.</summary>
    public long Error => _taken + _door.Rounds;

    /// <summary>A value may have been longer than is kept, so that values with one beginning are one here.</summary>
    public bool HasCut { get; private set; }

    /// <summary>Counts are exact, and all values are here.</summary>
    public bool IsExact => Error == 0 && !HasCut;

    /// <summary>The values with their counts, the most frequent first, ties in ordinal order.</summary>
    public IReadOnlyList<FrequentItem> Items => [.. Enumerable.Range(0, _count)
        .Select(Item)
        .OrderByDescending(x => x.Count).ThenBy(x => x.Value, StringComparer.Ordinal)];

    /// <param name="value">In UTF-8.</param>
    /// <param name="hash">Of the value, by <see cref="StableHash"/>.</param>
    /// <param name="target">What is predicted, in this row; NaN where that is not known.</param>
    public void Add(ReadOnlySpan<byte> value, ulong hash, double target = double.NaN) =>
        Add(value, ValueHead.Of(value), hash, target);

    /// <param name="value">In UTF-8.</param>
    /// <param name="head">Its first 16 bytes, and zeros behind a shorter one.</param>
    /// <param name="hash">Of the value, by <see cref="StableHash"/>.</param>
    /// <param name="target">What is predicted, in this row; NaN where that is not known.</param>
    /// <returns>Whether the value was kept already.</returns>
    public bool Add(ReadOnlySpan<byte> value, Vector128<byte> head, ulong hash, double target)
    {
        if (value.Length > MostValueBytes)
        {
            value = Beginning(value);
            hash = StableHash.Of(value);
            HasCut = true;
        }

        var slot = FirstSlot(hash);
        var number = Find(value, head, hash, ref slot);
        if (number < 0 && _taken > 0 && !_door.Knows(hash))
            return false;
        ref var entry = ref (number >= 0 ? ref _entries[number] : ref Append(value, head, hash, slot));
        entry.Count++;
        if (!double.IsNaN(target))
        {
            entry.TargetSum += target;
            entry.TargetCount++;
        }

        return number >= 0;
    }

    public void Merge(FrequentItems other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < other._count; i++)
            Take(other.ValueOf(i), other._entries[i]);
        _taken += other.Error;
        HasCut |= other.HasCut;
    }

    /// <summary>Takes in what another sketch had of a value.</summary>
    public void Merge(FrequentItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        ReadOnlySpan<byte> value = Encoding.UTF8.GetBytes(item.Value);
        HasCut |= value.Length > MostValueBytes - MostCharacterBytes;
        value = value.Length > MostValueBytes ? Beginning(value) : value;
        Take(value, new Entry
        {
            Hash = StableHash.Of(value),
            Head = ValueHead.Of(value),
            Count = item.Count,
            TargetSum = item.TargetSum,
            TargetCount = item.TargetCount,
        });
    }

    /// <summary>Counts of another sketch may be short of so many.</summary>
    public void AddError(long error) => _taken += error;

    /// <summary>Whole characters.</summary>
    private static ReadOnlySpan<byte> Beginning(ReadOnlySpan<byte> value)
    {
        var length = MostValueBytes;
        while (length > MostValueBytes - MostCharacterBytes && (value[length] & 0xC0) == 0x80)
            length--;
        return value[..length];
    }

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
        ref var entry = ref Entered(value, other.Head, other.Hash);
        entry.Count += other.Count;
        entry.TargetSum += other.TargetSum;
        entry.TargetCount += other.TargetCount;
    }

    private ref Entry Entered(ReadOnlySpan<byte> value, Vector128<byte> head, ulong hash)
    {
        var slot = FirstSlot(hash);
        var number = Find(value, head, hash, ref slot);
        return ref (number >= 0 ? ref _entries[number] : ref Append(value, head, hash, slot));
    }

    private static int FirstSlot(ulong hash) => (int)hash & (SlotCount - 1);

    /// <param name="value">Wanted.</param>
    /// <param name="head">Its first 16 bytes.</param>
    /// <param name="hash">Of the value.</param>
    /// <param name="slot">Where to begin; then where the value is, or else the free slot for it.</param>
    /// <returns>The number of its entry; -1 where there is none.</returns>
    private int Find(ReadOnlySpan<byte> value, Vector128<byte> head, ulong hash, ref int slot)
    {
        for (; ; slot = (slot + 1) & (SlotCount - 1))
        {
            var number = _slots[slot] - 1;
            if (number < 0)
                return -1;
            ref readonly var entry = ref _entries[number];
            if (entry.Hash == hash && entry.Head == head && entry.Length == value.Length
                && (value.Length <= ValueHead.MostBytes || value.SequenceEqual(ValueOf(number))))
            {
                return number;
            }
        }
    }

    private ref Entry Append(ReadOnlySpan<byte> value, Vector128<byte> head, ulong hash, int slot)
    {
        if (_count == Capacity)
        {
            Purge();
            return ref Entered(value, head, hash);
        }

        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, _count * 2);
            Array.Resize(ref _values, _count * 2 * MostValueBytes);
        }

        value.CopyTo(_values.AsSpan(_count * MostValueBytes));
        _entries[_count] = new Entry { Hash = hash, Head = head, Length = value.Length };
        _slots[slot] = (short)(_count + 1);
        return ref _entries[_count++];
    }

    /// <summary>Takes the median count off all counts: at least half of the values go.</summary>
    private void Purge()
    {
        var median = Median();
        _taken += median;
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
        public Vector128<byte> Head;
        public int Length;
        public long Count;
        public double TargetSum;
        public long TargetCount;
    }
}

/// <summary>A value that occurs often.</summary>
/// <param name="Value">As it stands in the data; a long one is cut off.</param>
/// <param name="Count">How often, at least.</param>
public sealed record FrequentItem(string Value, long Count)
{
    /// <summary>The sum of what is predicted, over the rows with this value where that is known.</summary>
    public double TargetSum { get; init; }

    /// <summary>How many rows these are.</summary>
    public long TargetCount { get; init; }
}

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
