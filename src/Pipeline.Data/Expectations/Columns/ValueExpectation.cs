using Pipeline.Data.Sources;

namespace Pipeline.Data.Expectations.Columns;

/// <summary>Every value of a column that is there passes a test.</summary>
internal sealed class ValueExpectation<TTest>(RowTerms terms, ColumnView column, TTest test) : RowExpectation(terms)
    where TTest : struct, IValueTest<TTest>
{
    public override void Observe(RecordBatch batch)
    {
        var looked = 0;
        for (var row = 0; row < batch.RowCount; row++)
        {
            if (column.IsMissing(batch, row, out var value))
                continue;
            looked++;
            if (!test.Holds(value))
                Violations.Add(batch, row);
        }

        Violations.Look(looked);
    }

    public override RowAccumulator CreateEmpty() => new ValueExpectation<TTest>(RowTerms, column, test.Copy());
}
