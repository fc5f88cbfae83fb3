using Pipeline.Data.Columns;

namespace Pipeline.Data.Sources;

/// <summary>Looks at rows as they stream by. It keeps nothing of a batch, which the next one overwrites.</summary>
internal interface IRowObserver
{
    void Observe(ColumnBatch batch);
}
