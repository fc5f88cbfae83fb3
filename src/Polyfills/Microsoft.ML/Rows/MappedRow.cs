using System;
using Microsoft.ML.Data;

namespace Microsoft.ML.Rows;

/// <summary>A row with columns added. Getters are made once and read the row as it then is.</summary>
internal sealed class MappedRow(DataViewRow source, DataViewSchema schema, AddedColumns added) : DataViewRow
{
    private Delegate[] _getters;

    public override DataViewSchema Schema => schema;

    public override long Position => source.Position;

    public override long Batch => source.Batch;

    public override bool IsColumnActive(DataViewSchema.Column column) => true;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        var index = column.Index - source.Schema.Count;
        if (index < 0)
            return source.GetGetter<TValue>(source.Schema.Columns[column.Index]);
        _getters ??= added.CreateGetters(source);
        return _getters[index] as ValueGetter<TValue> ?? throw new InvalidOperationException(
            $"Invalid TValue in GetGetter: column '{column.Name}' has {column.Type.Name}");
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => source.GetIdGetter();
}
