namespace Pipeline.Data.Spilling;

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
