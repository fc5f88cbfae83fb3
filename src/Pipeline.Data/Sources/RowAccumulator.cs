using Pipeline.Data.Columns;

namespace Pipeline.Data.Sources;

/// <summary>Looks at some of the rows; what several saw is merged to what one would have seen.</summary>
internal abstract class RowAccumulator : IRowObserver
{
    public abstract void Observe(ColumnBatch batch);

    /// <summary>Another one that has seen nothing.</summary>
    public abstract RowAccumulator CreateEmpty();

    /// <summary>Takes in what one made from this has seen; the other is not used again.</summary>
    public abstract void Merge(RowAccumulator other);
}
