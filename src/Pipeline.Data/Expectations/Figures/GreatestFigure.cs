using Pipeline.Core.Checks;

namespace Pipeline.Data.Expectations.Figures;

/// <summary>The greatest number.</summary>
internal sealed class GreatestFigure : IFigure
{
    private double _greatest = double.NegativeInfinity;

    public void Add(ReadOnlySpan<double> numbers)
    {
        foreach (var number in numbers)
            _greatest = Math.Max(_greatest, number);
    }

    public IFigure CreateEmpty() => new GreatestFigure();

    public void Merge(IFigure other) => _greatest = Math.Max(_greatest, ((GreatestFigure)other)._greatest);

    public MeasuredValue Value() => _greatest;
}
