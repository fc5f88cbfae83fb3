using Pipeline.Data.Sources;

namespace Pipeline.Data.Expectations.Rows;

/// <summary>No value in quotes goes on over several lines.</summary>
internal sealed class LineBreakExpectation(RowTerms terms) : RowExpectation(terms)
{
    public override void Observe(RecordBatch batch)
    {
        for (var row = 0; row < batch.RowCount; row++)
        {
            // Only a row that takes several lines, or stands before a blank one, has to be looked at.
            var isLong = row + 1 == batch.RowCount || batch.Line(row + 1) - batch.Line(row) > 1;
            if (isLong && HasBreak(batch, row))
                Found.Add(batch, row);
        }

        Found.Look(batch.RowCount);
    }

    public override LaneObserver Fork() => new LineBreakExpectation(RowTerms);

    private static bool HasBreak(RecordBatch batch, int row)
    {
        for (var column = 0; column < batch.ColumnCount; column++)
        {
            if (batch.Value(row, column).Contains((byte)'\n'))
                return true;
        }

        return false;
    }
}
