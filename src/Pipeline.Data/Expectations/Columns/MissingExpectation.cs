using Pipeline.Data.Sources;

namespace Pipeline.Data.Expectations.Columns;

/// <summary>Finds the rows that have no value in a column.</summary>
internal sealed class MissingExpectation(RowTerms terms, ColumnView column) : RowExpectation(terms)
{
    public override void Observe(RecordBatch batch)
    {
        for (var row = 0; row < batch.RowCount; row++)
        {
            if (column.IsMissing(batch, row, out _))
                Violations.Add(batch, row);
        }

        Violations.Look(batch.RowCount);
    }

    public override RowAccumulator CreateEmpty() => new MissingExpectation(RowTerms, column);
}
