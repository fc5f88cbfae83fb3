using System;
using System.Collections.Generic;

namespace Microsoft.ML.Rows;

/// <summary>Rows as a transformer sees them; nothing is computed before a cursor asks.</summary>
internal sealed class MappedView : IDataView
{
    private readonly IDataView _source;
    private readonly AddedColumns _added;

    public MappedView(IDataView source, IRowTransformer transformer)
    {
        _source = source;
        _added = transformer.Columns(source.Schema);
        Schema = source.Schema.With(_added.Columns);
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var cursor = _source.GetRowCursor(_source.Schema.Columns);
        return new MappedCursor(cursor, new MappedRow(cursor, Schema, _added));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded)];
}
