using Pipeline.Data.Sources;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Profiling;

/// <summary>What a column turns out to be.</summary>
internal abstract class ColumnScan(ColumnView column)
{
    protected const int MostCategories = 10_000;

    /// <summary>How many rows have a value.</summary>
    public long Count { get; private set; }

    /// <summary>How many rows have no value.</summary>
    public long Missing { get; private set; }

    public abstract DataType Type { get; }

    /// <summary>How many different values there are; null where they are not counted, or too many.</summary>
    public int? Categories => Type is DataType.Category or DataType.Boolean && Distinct <= MostCategories ? Distinct : null;

    /// <summary>All values are numbers, and some have a comma before their fraction. Default: nobody has looked.</summary>
    public virtual bool HasDecimalCommas => false;

    protected ColumnView Column => column;

    protected abstract int Distinct { get; }

    /// <param name="batch">The next rows.</param>
    /// <param name="values">Taken for the column's values.</param>
    public void Observe(RecordBatch batch, ColumnValues values)
    {
        values.Fill(column, batch);
        (Count, Missing) = (Count + values.Count, Missing + values.Missing);
        Accept(values);
    }

    /// <summary>Another one that has seen nothing.</summary>
    public abstract ColumnScan CreateEmpty();

    /// <summary>Takes in what one made from this has seen.</summary>
    public virtual void Merge(ColumnScan other) => (Count, Missing) = (Count + other.Count, Missing + other.Missing);

    protected abstract void Accept(ColumnValues values);
}
