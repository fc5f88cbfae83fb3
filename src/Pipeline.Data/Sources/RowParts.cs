using Pipeline.Data.Columns;

namespace Pipeline.Data.Sources;

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
