using Pipeline.Core.Checks;
using Pipeline.Data.Columns;
using Pipeline.Data.Sources;
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
