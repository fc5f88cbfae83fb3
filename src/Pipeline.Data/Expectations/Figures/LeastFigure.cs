using Pipeline.Core.Checks;

namespace Pipeline.Data.Expectations.Figures;

/// <summary>The least number.</summary>
internal sealed class LeastFigure : IFigure
{
    private double _least = double.PositiveInfinity;

    public void Add(ReadOnlySpan<double> numbers)
    {
        foreach (var number in numbers)
            _least = Math.Min(_least, number);
    }

    public IFigure CreateEmpty() => new LeastFigure();

    public void Merge(IFigure other) => _least = Math.Min(_least, ((LeastFigure)other)._least);

    public MeasuredValue Value() => _least;
}
