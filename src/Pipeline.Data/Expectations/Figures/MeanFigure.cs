using Pipeline.Core.Checks;

namespace Pipeline.Data.Expectations.Figures;

/// <summary>The arithmetic mean, rounded once.</summary>
internal sealed class MeanFigure : IFigure
{
    private readonly ExactSum _sum = new();
    private long _count;

    public void Add(ReadOnlySpan<double> numbers)
    {
        _count += numbers.Length;
        foreach (var number in numbers)
            _sum.Add(number);
    }

    public IFigure CreateEmpty() => new MeanFigure();

    public void Merge(IFigure other)
    {
        var mean = (MeanFigure)other;
        _count += mean._count;
        _sum.Merge(mean._sum);
    }

    public MeasuredValue Value() => Rounding.Divide(_sum.Total, _count, ExactSum.Exponent);
}
