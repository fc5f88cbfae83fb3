using System.Text;
using Pipeline.Data.Columns;
using Pipeline.Data.Values;

namespace Pipeline.Data.Expectations.Columns;

/// <summary>Values that are named. A value is in the set where an entry means the same to its column.</summary>
internal sealed class ValueSet
{
    private readonly Interner _keys;

    public ValueSet(IEnumerable<string> values, ValueKind kind)
    {
        var keys = new Interner();
        Span<byte> scratch = stackalloc byte[ValueKey.ScratchBytes];
        foreach (var entry in values)
            keys.NumberOf(ValueKey.Of(kind, Encoding.UTF8.GetBytes(entry), scratch));
        // Room for these and no more: a set that is full takes nothing in, so that several threads may ask it.
        _keys = new Interner(keys.Count);
        _keys.Merge(keys);
    }

    /// <param name="values">Of a column of the kind that the set is of.</param>
    /// <param name="index">Which value.</param>
    public bool Has(ColumnVector values, int index)
    {
        Span<byte> scratch = stackalloc byte[ValueKey.ScratchBytes];
        return _keys.NumberOf(values.Key(index, scratch)) != Interner.Full;
    }
}
