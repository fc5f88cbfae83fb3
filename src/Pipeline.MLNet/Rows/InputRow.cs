using Microsoft.ML;
using Microsoft.ML.Data;

namespace Pipeline.MLNet.Rows;

/// <summary>A row that ML.NET reads as it is at the moment: it stays the same object while its values change.</summary>
internal abstract class InputRow(DataViewSchema schema) : DataViewRow
{
    public override DataViewSchema Schema => schema;

    public override long Batch => 0;

    public override bool IsColumnActive(DataViewSchema.Column column) => true;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        Getter(column.Index) as ValueGetter<TValue> ?? throw new InvalidOperationException(
            $"The column of index {column.Index} is not made of {typeof(TValue).Name}.");

    public override ValueGetter<DataViewRowId> GetIdGetter() =>
        (ref DataViewRowId value) => value = new DataViewRowId((ulong)Position, 0);

    /// <summary>Of floats for numbers, and of memory of characters for categories.</summary>
    protected abstract Delegate Getter(int input);
}
