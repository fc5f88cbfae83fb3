using Pipeline.Core.Documents;
using Pipeline.Data.Sources;
using Pipeline.Data.Values;

namespace Pipeline.Data.Profiling;

/// <summary>What a column turns out to be.</summary>
internal abstract class ColumnScan(ColumnView column) : IRowObserver
{
    private const int MostCategories = 10_000;

    public LineSample Missing { get; } = new();

    /// <summary>Values that are not of the declared type.</summary>
    public LineSample Mismatches { get; } = new();

    public abstract DataType Type { get; }

    /// <summary>How many different values there are; null where they are not counted, or too many.</summary>
    public int? Categories =>
        Type is DataType.Category or DataType.Boolean && Distinct.Count <= MostCategories ? Distinct.Count : null;

    protected Interner Distinct { get; } = new(MostCategories + 1);

    public void Observe(RecordBatch batch)
    {
        for (var row = 0; row < batch.RowCount; row++)
        {
            if (column.IsMissing(batch, row, out var value))
                Missing.Add(batch.Line(row));
            else if (!Accept(value))
                Mismatches.Add(batch.Line(row));
        }
    }

    /// <returns>False for a value that is not of the declared type.</returns>
    protected abstract bool Accept(ReadOnlySpan<byte> value);
}
