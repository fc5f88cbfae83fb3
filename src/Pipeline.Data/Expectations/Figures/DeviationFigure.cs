using Pipeline.Core.Checks;

namespace Pipeline.Data.Expectations.Figures;

/// <summary>The standard deviation of a sample, with n - 1, from exact sums of the numbers and their squares.</summary>
internal sealed class DeviationFigure : IFigure
{
    private readonly ExactSum _sum = new();
    private readonly ExactSum _squares = new();
    private long _count;

    public void Add(ReadOnlySpan<double> numbers)
    {
        _count += numbers.Length;
        foreach (var number in numbers)
        {
            _sum.Add(number);
            _squares.AddSquare(number);
        }
    }

    public IFigure CreateEmpty() => new DeviationFigure();

    public void Merge(IFigure other)
    {
        var deviation = (DeviationFigure)other;
        _count += deviation._count;
        _sum.Merge(deviation._sum);
        _squares.Merge(deviation._squares);
    }

    public MeasuredValue Value()
    {
        if (_count < 2)
            return new MeasuredValue.NotMeasured("a single number has no deviation");
        var sum = _sum.Total;
        var squares = (_squares.Total * _count) << -ExactSum.Exponent;
        var spread = squares - (sum * sum);
        return Rounding.Root(spread, (System.Numerics.BigInteger)_count * (_count - 1), 2 * ExactSum.Exponent);
    }
}
