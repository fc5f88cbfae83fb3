using Pipeline.Data.Columns;
using Pipeline.Data.Expectations.Violations;
using Pipeline.Data.Sources;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Expectations.Columns;

/// <summary>Finds the rows that have no value in a column.</summary>
internal sealed class MissingExpectation(RowTerms terms, ColumnView column) : RowExpectation(terms)
{
    /// <summary>Rows whose value is a marker where the column turns out to be of numbers, and only there.</summary>
    private readonly ViolationSummary _respelled = new(terms.Shown, terms.KeepsRows);

    public override void Observe(ColumnBatch batch)
    {
        var values = batch.Column(column);
        for (var (row, count) = (0, 0); row < batch.RowCount && values.Missing > 0; row++)
        {
            if (!values.HasNext(row, ref count))
                (values.Respelled.BinarySearch(row) < 0 ? Violations : _respelled).Add(batch, row);
        }

        Violations.Look(batch.RowCount);
    }

    public override RowAccumulator CreateEmpty() => new MissingExpectation(RowTerms, column);

    public override void Merge(RowAccumulator other)
    {
        base.Merge(other);
        _respelled.Merge(((MissingExpectation)other)._respelled);
    }

    public override IEnumerable<DataCheck> Judge(JudgedData data)
    {
        if (data.Types.GetValueOrDefault(Terms.Column!) is DataType.Number or DataType.Integer)
            Violations.Merge(_respelled);
        return base.Judge(data);
    }
}
