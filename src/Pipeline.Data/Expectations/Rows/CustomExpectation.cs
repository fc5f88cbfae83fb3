using System.Globalization;
using System.Text;
using Pipeline.Core.Checks;
using Pipeline.Data.Columns;
using Pipeline.Data.Expectations.Violations;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Expectations.Rows;

/// <summary>
/// A team's own test of rows. What it throws is no verdict on the data: the check is errored, and the test is not asked again.
/// </summary>
internal sealed class CustomExpectation(RowTerms terms, IReadOnlyList<ColumnView> columns, Func<IRowTest> create)
    : RowExpectation(terms)
{
    private readonly ColumnVector[] _values = new ColumnVector[columns.Count];
    private readonly int[] _counts = new int[columns.Count];
    private readonly int[] _ends = new int[columns.Count];
    private readonly IRowTest _test = create();
    private char[] _text = new char[256];
    private (RowPlace Place, string Message)? _failure;

    public override void Observe(ColumnBatch batch)
    {
        if (_failure is not null)
            return;
        for (var i = 0; i < columns.Count; i++)
            (_values[i], _counts[i]) = (batch.Column(columns[i]), 0);
        for (var row = 0; row < batch.RowCount; row++)
        {
            if (!Holds(batch, row))
                Violations.Add(batch, row);
        }

        Violations.Look(batch.RowCount);
    }

    public override RowAccumulator CreateEmpty() => new CustomExpectation(RowTerms, columns, create);

    public override void Merge(RowAccumulator other)
    {
        base.Merge(other);
        var failure = ((CustomExpectation)other)._failure;
        if (failure is not null && (_failure is null || failure.Value.Place.CompareTo(_failure.Value.Place) < 0))
            _failure = failure;
    }

    public override IEnumerable<DataCheck> Judge(JudgedData data) => _failure is not { } failure
        ? base.Judge(data)
        : [OfValue(RowTerms.Name, RowTerms.Anomaly, new MeasuredValue.NotMeasured(Sentence(failure)), Violations.Looked)];

    private static string Sentence((RowPlace Place, string Message) failure) =>
        string.Create(CultureInfo.InvariantCulture, $"on line {failure.Place.Line} it threw {failure.Message}");

    private bool Holds(ColumnBatch batch, int row)
    {
        if (_failure is not null)
            return true;
        var length = 0;
        for (var i = 0; i < columns.Count; i++)
        {
            var hasValue = _values[i].HasNext(row, ref _counts[i]);
            length += hasValue ? Decode(_values[i][_counts[i] - 1], length) : 0;
            _ends[i] = hasValue ? length : ~length;
        }

        return Ask(new RowValues(_text.AsSpan(0, length), _ends), RowPlace.Of(batch, row));
    }

    private int Decode(ReadOnlySpan<byte> value, int length)
    {
        if (_text.Length < length + value.Length)
            Array.Resize(ref _text, (length + value.Length) * 2);
        return Encoding.UTF8.GetChars(value, _text.AsSpan(length));
    }

    private bool Ask(RowValues values, RowPlace place)
    {
        try
        {
            return _test.Holds(values);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _failure = (place, exception.GetType().Name);
            return true;
        }
    }
}
