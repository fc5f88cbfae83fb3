using System.Globalization;
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

    public override void Observe(RecordBatch batch)
    {
        var looked = 0;
        for (var row = 0; row < batch.RowCount; row++)
        {
            if (column.IsMissing(batch, row, out var value))
                continue;
            looked++;
            if (_test.Holds(value))
                continue;
            Violations.Add(batch, row);
            _isBeyond = _isBeyond || IsBeyond(value);
        }

        Violations.Look(looked);
    }

    public override RowAccumulator CreateEmpty() => new IntegerExpectation(RowTerms, column);

    public override void Merge(RowAccumulator other)
    {
        base.Merge(other);
        _isBeyond |= ((IntegerExpectation)other)._isBeyond;
    }

    public override IEnumerable<DataCheck> Judge(JudgedData data) =>
        [OfRows(_isBeyond ? RowTerms with { Name = Named } : RowTerms, Violations, data)];

    private static bool IsBeyond(ReadOnlySpan<byte> value) =>
        NumberText.TryParse(value, out var number) && double.IsInteger(number) && Math.Abs(number) >= NumberText.LargestWhole;
}
