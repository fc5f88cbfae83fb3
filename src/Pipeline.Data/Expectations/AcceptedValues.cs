using System.Diagnostics;
using System.Text;
using Pipeline.Core.Checks;
using Pipeline.Data.Values;

namespace Pipeline.Data.Expectations;

/// <summary>A criterion for single values, without a text or a verdict for each.</summary>
internal sealed class AcceptedValues
{
    private readonly Interner? _texts;
    private readonly HashSet<double> _numbers = [];
    private readonly (double Low, double High) _range;

    public AcceptedValues(Criterion criterion)
    {
        if (criterion is Criterion.OneOf set)
            _texts = Take(set);
        else
            _range = RangeOf(criterion);
    }

    /// <summary>A number equals an entry of the set that reads as the same number; what is no number is in no range.</summary>
    public bool Has(ReadOnlySpan<byte> value)
    {
        if (_texts is null)
            return NumberText.TryParse(value, out var number) && number >= _range.Low && number <= _range.High;
        return _texts.NumberOf(value) != Interner.Full
            || (_numbers.Count > 0 && NumberText.TryParse(value, out var entry) && _numbers.Contains(entry));
    }

    private static (double Low, double High) RangeOf(Criterion criterion) => criterion switch
    {
        Criterion.AtLeast x => (x.Limit, double.PositiveInfinity),
        Criterion.AtMost x => (double.NegativeInfinity, x.Limit),
        Criterion.Between x => (x.Low, x.High),
        _ => throw new UnreachableException(),
    };

    private Interner Take(Criterion.OneOf set)
    {
        var texts = new Interner(set.Values.Distinct(StringComparer.Ordinal).Count());
        foreach (var entry in set.Values.Select(Encoding.UTF8.GetBytes))
        {
            texts.NumberOf(entry);
            if (NumberText.TryParse(entry, out var number))
                _numbers.Add(number);
        }

        return texts;
    }
}
