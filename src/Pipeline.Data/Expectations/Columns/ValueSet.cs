using System.Text;
using Pipeline.Data.Values;

namespace Pipeline.Data.Expectations.Columns;

/// <summary>Values that are named. A number is in the set where an entry reads as the same number.</summary>
internal sealed class ValueSet
{
    private readonly HashSet<double> _numbers = [];
    private readonly Interner _texts;

    public ValueSet(IReadOnlyCollection<string> values)
    {
        _texts = new Interner(values.Distinct(StringComparer.Ordinal).Count());
        foreach (var entry in values.Select(Encoding.UTF8.GetBytes))
        {
            _texts.NumberOf(entry);
            if (NumberText.TryParse(entry, out var number))
                _numbers.Add(number);
        }
    }

    /// <summary>Several threads may ask: a set that is full takes nothing in.</summary>
    public bool Has(ReadOnlySpan<byte> value) =>
        _texts.NumberOf(value) != Interner.Full
        || (_numbers.Count > 0 && NumberText.TryParse(value, out var number) && _numbers.Contains(number));
}
