using System.Runtime.InteropServices;

namespace Pipeline.Data.Spilling;

/// <summary>
/// Any number of rows by the hashes of their values. What exceeds a buffer goes to the temporary file, divided by the first bits
/// of the hash; in the end one part after the other is read, and equal rows are in the same part.
/// </summary>
/// <param name="spill">Where to.</param>
/// <param name="capacity">How many entries of 16 bytes stay in memory, twice while they are divided.</param>
internal sealed class RowHashes(SpillFile spill, int capacity)
{
    public const int Parts = 1 << PartBits;

    private const int PartBits = 10;
    private const int FirstCapacity = 256;

    private readonly List<Run> _runs = [];
    private HashEntry[] _entries = [];
    private HashEntry[] _buffer = [];
    private int _count;

    public void Add(HashEntry entry)
    {
        if (_count == _entries.Length)
            MakeRoom();
        _entries[_count++] = entry;
    }

    /// <summary>Takes over what another one holds, in memory or in the same file.</summary>
    public void Merge(RowHashes other)
    {
        other.Divide();
        _runs.AddRange(other._runs);
    }

    /// <summary>Hands out the entries of a part piece by piece, in no order; as often as it is asked.</summary>
    public void Read(int part, Action<ReadOnlySpan<HashEntry>> visit)
    {
        Divide();
        foreach (var run in _runs)
            visit(Entries(run, part));
    }

    private ReadOnlySpan<HashEntry> Entries(Run run, int part)
    {
        var (start, length) = (run.Starts[part], run.Starts[part + 1] - run.Starts[part]);
        if (run.Entries is { } entries)
            return entries.AsSpan(start, length);
        if (_buffer.Length < length)
            _buffer = new HashEntry[Math.Max(length, FirstCapacity)];
        var found = _buffer.AsSpan(0, length);
        spill.Read(run.Offset + ((long)start * Marshal.SizeOf<HashEntry>()), MemoryMarshal.AsBytes(found));
        return found;
    }

    private void MakeRoom()
    {
        if (_count < capacity)
        {
            Array.Resize(ref _entries, Math.Min(capacity, Math.Max(FirstCapacity, _count * 2)));
            return;
        }

        var starts = Sort();
        _runs.Add(new Run(starts, spill.Write(MemoryMarshal.AsBytes(_buffer.AsSpan(0, _count))), null));
        _count = 0;
    }

    /// <summary>Makes a run of what is in memory, which stays there.</summary>
    private void Divide()
    {
        if (_count == 0)
            return;
        var starts = Sort();
        _runs.Add(new Run(starts, 0, _buffer));
        (_entries, _buffer, _count) = ([], [], 0);
    }

    /// <summary>Puts the entries into the buffer, part by part.</summary>
    /// <returns>Where each part begins, and the end of the last.</returns>
    private int[] Sort()
    {
        if (_buffer.Length < _count)
            _buffer = new HashEntry[_entries.Length];
        var starts = new int[Parts + 1];
        foreach (ref readonly var entry in _entries.AsSpan(0, _count))
            starts[PartOf(entry) + 1]++;
        for (var part = 0; part < Parts; part++)
            starts[part + 1] += starts[part];
        Span<int> next = stackalloc int[Parts];
        starts.AsSpan(0, Parts).CopyTo(next);
        foreach (ref readonly var entry in _entries.AsSpan(0, _count))
            _buffer[next[PartOf(entry)]++] = entry;
        return starts;
    }

    private static int PartOf(in HashEntry entry) => (int)(entry.High >> (64 - PartBits));

    /// <summary>Entries in the order of their parts, in memory or in the file.</summary>
    private sealed record Run(int[] Starts, long Offset, HashEntry[]? Entries);
}

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

/// <summary>Of rows that are the same, the first; rows come in any order.</summary>
internal sealed class FirstRows
{
    private HashEntry[] _slots = new HashEntry[1024];

    /// <summary>How many different rows there are.</summary>
    public int Count { get; private set; }

    public void Clear()
    {
        Array.Clear(_slots);
        Count = 0;
    }

    public bool Contains(in HashEntry entry) => !_slots[Slot(entry)].IsEmpty;

    /// <returns>The place of the row that is now known to repeat an earlier one; 0 for a row that is new.</returns>
    public long Add(in HashEntry entry)
    {
        ref var slot = ref _slots[Slot(entry)];
        if (!slot.IsEmpty)
        {
            var repeat = Math.Max(slot.Place, entry.Place);
            slot = slot.Place < entry.Place ? slot : entry;
            return repeat;
        }

        slot = entry;
        if (++Count * 2 > _slots.Length)
            Grow();
        return 0;
    }

    /// <summary>Where the entry is, or would be: by the last bits, because the first are the same in all of a part.</summary>
    private int Slot(in HashEntry entry)
    {
        var mask = _slots.Length - 1;
        var slot = (int)entry.High & mask;
        while (!_slots[slot].IsEmpty && !_slots[slot].IsSame(entry))
            slot = (slot + 1) & mask;
        return slot;
    }

    private void Grow()
    {
        var before = _slots;
        _slots = new HashEntry[before.Length * 2];
        foreach (ref readonly var entry in before.AsSpan())
        {
            if (!entry.IsEmpty)
                _slots[Slot(entry)] = entry;
        }
    }
}
