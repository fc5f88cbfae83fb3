using Pipeline.Data.Columns;
using Pipeline.Data.Sources;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Profiling;

/// <summary>What a column turns out to be.</summary>
internal abstract class ColumnScan(ColumnView column)
{
    protected const int MostCategories = 10_000;

    private long _count;
    private long _missing;

    /// <summary>How many rows have a value.</summary>
    public virtual long Count => _count;

    /// <summary>How many rows have no value.</summary>
    public virtual long Missing => _missing;

    public abstract DataType Type { get; }

    /// <summary>How many different values there are; null where they are not counted, or too many.</summary>
    public int? Categories => Type is DataType.Category or DataType.Boolean && Distinct <= MostCategories ? Distinct : null;

    /// <summary>All values are numbers, and some have a comma before their fraction. Default: nobody has looked.</summary>
    public virtual bool HasDecimalCommas => false;

    protected ColumnView Column => column;

    protected abstract int Distinct { get; }

    public void Observe(ColumnBatch batch)
    {
        var values = batch.Column(column);
        (_count, _missing) = (_count + values.Count, _missing + values.Missing);
        Accept(values);
    }

    /// <summary>Another one that has seen nothing.</summary>
    public abstract ColumnScan CreateEmpty();

    /// <summary>Takes in what one made from this has seen.</summary>
    public virtual void Merge(ColumnScan other) => (_count, _missing) = (_count + other._count, _missing + other._missing);

    protected abstract void Accept(ColumnVector values);
}
