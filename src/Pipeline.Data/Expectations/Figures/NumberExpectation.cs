using Pipeline.Core.Checks;
using Pipeline.Data.Columns;
using Pipeline.Data.Sources;
using Pipeline.Data.Spilling;
using Pipeline.Data.Values;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Expectations.Figures;

/// <summary>
/// A figure of the numbers in a column; what is no number is left aside, because its type is for another check.
/// </summary>
/// <param name="terms">How it is asked for.</param>
/// <param name="name">What is measured.</param>
/// <param name="anomaly">What it is when the figure is bad.</param>
/// <param name="column">Where the numbers are.</param>
/// <param name="figure">That has seen none.</param>
internal sealed class NumberExpectation(
    ExpectationTerms terms, string name, DataAnomaly anomaly, ColumnView column, IFigure figure) : Expectation(terms)
{
    private readonly double[] _numbers = new double[1024];
    private long _count;

    public override void Observe(ColumnBatch batch)
    {
        var values = batch.Column(column);
        var numbers = values.Numbers();
        if (values.AreNumbers)
        {
            figure.Add(numbers);
            _count += numbers.Length;
            return;
        }

        var count = 0;
        foreach (var number in numbers)
        {
            if (double.IsNaN(number))
                continue;
            _numbers[count] = number;
            if (++count == _numbers.Length)
                count = Flush(count);
        }

        Flush(count);
    }

    public override RowAccumulator CreateEmpty() => new NumberExpectation(Terms, name, anomaly, column, figure.CreateEmpty());

    public override void Merge(RowAccumulator other)
    {
        var expectation = (NumberExpectation)other;
        _count += expectation._count;
        figure.Merge(expectation.Figure);
    }

    public override IEnumerable<DataCheck> Judge(JudgedData data)
    {
        var value = _count > 0 ? figure.Value() : new MeasuredValue.NotMeasured("the column has no number");
        return [OfValue(name, anomaly, value, _count)];
    }

    private IFigure Figure => figure;

    private int Flush(int count)
    {
        figure.Add(_numbers.AsSpan(0, count));
        _count += count;
        return 0;
    }
}

/// <summary>One number that many numbers come down to, in whatever order and parts they come.</summary>
internal interface IFigure
{
    void Add(ReadOnlySpan<double> numbers);

    IFigure CreateEmpty();

    void Merge(IFigure other);

    /// <summary>Of at least one number.</summary>
    MeasuredValue Value();
}

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

/// <summary>The number below which a share of all others lies; exact.</summary>
internal sealed class QuantileFigure(double share, ExpectationOptions options) : IFigure
{
    private readonly SpilledNumbers _numbers = new(options.Spill, options.HeldNumbers);

    public void Add(ReadOnlySpan<double> numbers) => _numbers.Add(numbers);

    public IFigure CreateEmpty() => new QuantileFigure(share, options);

    public void Merge(IFigure other) => _numbers.Merge(((QuantileFigure)other)._numbers);

    public MeasuredValue Value() => _numbers.Quantile(share);
}
