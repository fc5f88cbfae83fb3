using System.Text;
using Pipeline.Data.Values;

namespace Pipeline.Data.Expectations.Columns;

/// <summary>Values that are named. A value is in the set where an entry means the same to its column.</summary>
internal sealed class ValueSet
{
    private readonly ValueKind _kind;
    private readonly Interner _keys;

    public ValueSet(IEnumerable<string> values, ValueKind kind)
    {
        var keys = new Interner();
        Span<byte> scratch = stackalloc byte[ValueKey.ScratchBytes];
        foreach (var entry in values)
            keys.NumberOf(ValueKey.Of(kind, Encoding.UTF8.GetBytes(entry), scratch));
        // Room for these and no more: a set that is full takes nothing in, so that several threads may ask it.
        (_kind, _keys) = (kind, new Interner(keys.Count));
        _keys.Merge(keys);
    }

    public bool Has(ReadOnlySpan<byte> value)
    {
        Span<byte> scratch = stackalloc byte[ValueKey.ScratchBytes];
        return _keys.NumberOf(ValueKey.Of(_kind, value, scratch)) != Interner.Full;
    }
}
