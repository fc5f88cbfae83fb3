using Pipeline.Core.Checks;

namespace Pipeline.Data.Expectations.Figures;

/// <summary>The sum, rounded once.</summary>
internal sealed class SumFigure : IFigure
{
    private readonly ExactSum _sum = new();

    public void Add(ReadOnlySpan<double> numbers)
    {
        foreach (var number in numbers)
            _sum.Add(number);
    }

    public IFigure CreateEmpty() => new SumFigure();

    public void Merge(IFigure other) => _sum.Merge(((SumFigure)other)._sum);

    public MeasuredValue Value() => Rounding.Divide(_sum.Total, 1, ExactSum.Exponent);
}
