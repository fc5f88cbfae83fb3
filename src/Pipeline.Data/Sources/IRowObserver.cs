using Pipeline.Data.Columns;

namespace Pipeline.Data.Sources;

/// <summary>Looks at rows as they stream by. It keeps nothing of a batch, which the next one overwrites.</summary>
internal interface IRowObserver
{
    void Observe(ColumnBatch batch);
}

/// <summary>Looks at some of the rows; what several saw is merged to what one would have seen.</summary>
internal abstract class RowAccumulator : IRowObserver
{
    public abstract void Observe(ColumnBatch batch);

    /// <summary>Another one that has seen nothing.</summary>
    public abstract RowAccumulator CreateEmpty();

    /// <summary>Takes in what one made from this has seen; the other is not used again.</summary>
    public abstract void Merge(RowAccumulator other);
}

/// <summary>Something of each row, as partitions find it, batch by batch.</summary>
/// <param name="finder">For each partition, what finds it in a row of a batch.</param>
internal sealed class RowParts<T>(Func<Func<ColumnBatch, int, T>> finder) : RowAccumulator
{
    private readonly Func<ColumnBatch, int, T> _find = finder();
    private readonly List<(long FirstRow, T[] Values)> _parts = [];

    public override void Observe(ColumnBatch batch)
    {
        var values = new T[batch.RowCount];
        for (var row = 0; row < values.Length; row++)
            values[row] = _find(batch, row);
        _parts.Add((batch.FirstRow, values));
    }

    public override RowAccumulator CreateEmpty() => new RowParts<T>(finder);

    public override void Merge(RowAccumulator other) => _parts.AddRange(((RowParts<T>)other)._parts);

    /// <summary>In the order of the rows.</summary>
    public IEnumerable<T> InOrder() => _parts.OrderBy(x => x.FirstRow).SelectMany(x => x.Values);
}
