using System.Globalization;
using Pipeline.Data.Columns;
using Pipeline.Data.Sources;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Expectations.Columns;

/// <summary>Every value of a column is an integer, to its last digit; it says where some only are too large.</summary>
internal sealed class IntegerExpectation(RowTerms terms, ColumnView column) : RowExpectation(terms)
{
    private static readonly string Named = string.Create(
        CultureInfo.InvariantCulture,
        $"count of values that are no integer up to {NumberText.LargestWhole:F0} (declare ids that are longer as identifier)");

    private readonly TypeTest _test = new(DataType.Integer);

    private bool _isBeyond;

    public override void Observe(ColumnBatch batch)
    {
        var values = batch.Column(column);
        for (var i = 0; i < values.Count; i++)
        {
            if (_test.Holds(values, i))
                continue;
            Violations.Add(batch, values.Rows[i]);
            _isBeyond = _isBeyond || IsBeyond(values.Number(i));
        }

        Violations.Look(values.Count);
    }

    public override RowAccumulator CreateEmpty() => new IntegerExpectation(RowTerms, column);

    public override void Merge(RowAccumulator other)
    {
        base.Merge(other);
        _isBeyond |= ((IntegerExpectation)other)._isBeyond;
    }

    public override IEnumerable<DataCheck> Judge(JudgedData data) =>
        [OfRows(_isBeyond ? RowTerms with { Name = Named } : RowTerms, Violations, data)];

    private static bool IsBeyond(double number) =>
        double.IsInteger(number) && Math.Abs(number) >= NumberText.LargestWhole;
}
