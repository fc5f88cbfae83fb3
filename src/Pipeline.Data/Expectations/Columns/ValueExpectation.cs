using Pipeline.Data.Columns;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Expectations.Columns;

/// <summary>Every value of a column that is there passes a test.</summary>
internal sealed class ValueExpectation<TTest>(RowTerms terms, ColumnView column, TTest test) : RowExpectation(terms)
    where TTest : struct, IValueTest<TTest>
{
    public override void Observe(ColumnBatch batch)
    {
        var values = batch.Column(column);
        for (var i = 0; i < values.Count; i++)
        {
            if (!test.Holds(values, i))
                Violations.Add(batch, values.Rows[i]);
        }

        Violations.Look(values.Count);
    }

    public override RowAccumulator CreateEmpty() => new ValueExpectation<TTest>(RowTerms, column, test.Copy());
}
