using System.IO.Hashing;
using System.Text;

namespace Pipeline.Data.Values;

/// <summary>Different values, numbered in the order of their first appearance; a known one costs no allocation.</summary>
internal sealed class Interner
{
    public const int Full = -1;

    /// <summary>Differs from process to process, so that no file can be made to collide; numbers do not depend on it.</summary>
    private static readonly long Seed = ((long)HashCode.Combine(1) << 32) | (uint)HashCode.Combine(2);

    private readonly int _most;
    private readonly List<byte[]> _values = [];
    private readonly List<ulong> _hashes = [];
    private int[] _slots = new int[64];

    /// <param name="most">How many different values are kept.</param>
    public Interner(int most = int.MaxValue) => _most = most;

    public int Count => _values.Count;

    public string Text(int number) => Encoding.UTF8.GetString(_values[number]);

    /// <returns>The value's number, or <see cref="Full"/> for a new one where no more are kept.</returns>
    public int NumberOf(ReadOnlySpan<byte> value)
    {
        var hash = Hash(value);
        for (var slot = (int)hash & (_slots.Length - 1); ; slot = (slot + 1) & (_slots.Length - 1))
        {
            var number = _slots[slot] - 1;
            if (number < 0)
                return Add(value, hash, slot);
            if (_hashes[number] == hash && value.SequenceEqual(_values[number]))
                return number;
        }
    }

    /// <summary>Takes in the values of another one, as far as there is room.</summary>
    public void Merge(Interner other)
    {
        foreach (var value in other._values)
            NumberOf(value);
    }

    private int Add(ReadOnlySpan<byte> value, ulong hash, int slot)
    {
        if (_values.Count >= _most)
            return Full;
        _values.Add(value.ToArray());
        _hashes.Add(hash);
        _slots[slot] = _values.Count;
        if (_values.Count * 2 > _slots.Length)
            Grow();
        return _values.Count - 1;
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        for (var number = 0; number < _hashes.Count; number++)
        {
            var slot = (int)_hashes[number] & (_slots.Length - 1);
            while (_slots[slot] != 0)
                slot = (slot + 1) & (_slots.Length - 1);
            _slots[slot] = number + 1;
        }
    }

    private static ulong Hash(ReadOnlySpan<byte> value) => XxHash3.HashToUInt64(value, Seed);
}
