using Pipeline.Core.Documents;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Profiling;

/// <summary>What a column turns out to be.</summary>
internal abstract class ColumnScan(ColumnView column) : LaneObserver
{
    protected const int MostCategories = 10_000;

    /// <summary>How many rows have a value.</summary>
    public long Count { get; private set; }

    /// <summary>How many rows have no value.</summary>
    public long Missing { get; private set; }

    public abstract DataType Type { get; }

    /// <summary>How many different values there are; null where they are not counted, or too many.</summary>
    public int? Categories => Type is DataType.Category or DataType.Boolean && Distinct <= MostCategories ? Distinct : null;

    protected ColumnView Column => column;

    protected abstract int Distinct { get; }

    public override void Observe(RecordBatch batch)
    {
        var missing = 0;
        for (var row = 0; row < batch.RowCount; row++)
        {
            if (column.IsMissing(batch, row, out var value))
                missing++;
            else
                Accept(value);
        }

        (Count, Missing) = (Count + batch.RowCount - missing, Missing + missing);
    }

    public override void Join(LaneObserver other)
    {
        var scan = (ColumnScan)other;
        (Count, Missing) = (Count + scan.Count, Missing + scan.Missing);
    }

    protected abstract void Accept(ReadOnlySpan<byte> value);
}
