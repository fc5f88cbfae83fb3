using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.MLNet.Rows;

/// <summary>The inputs in a table as ML.NET reads them: row by row, without an object for each.</summary>
internal sealed class TrainingView(Table rows, IReadOnlyList<ModelInput> inputs, CancellationToken cancellationToken) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema { get; } = RowSchema.Of(inputs);

    public long? GetRowCount() => rows.RowCount;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(new TableRow(rows, inputs, Schema), rows.RowCount, cancellationToken);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(TableRow row, int count, CancellationToken cancellationToken) : DataViewRowCursor
    {
        public override DataViewSchema Schema => row.Schema;

        public override long Position => row.Position;

        public override long Batch => row.Batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => row.IsColumnActive(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => row.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => row.GetGetter<TValue>(column);

        public override bool MoveNext()
        {
            cancellationToken.ThrowIfCancellationRequested();
            row.Index = Math.Min(row.Index + 1, count);
            return row.Index < count;
        }
    }
}

/// <summary>The columns of ML.NET.</summary>
internal static class RowSchema
{
    /// <summary>Of a model's inputs, in the order of the signature.</summary>
    public static DataViewSchema Of(IEnumerable<ModelInput> inputs)
    {
        var builder = new DataViewSchema.Builder();
        foreach (var input in inputs)
            builder.AddColumn(input.Name, Type(input));
        return builder.ToSchema();
    }

    /// <summary>A label, which is a truth value, a key of a class, or a number; and a weight where it has a name.</summary>
    public static void AddTarget(DataViewSchema.Builder builder, ModelLabel label, string? weight)
    {
        builder.AddColumn(label.Column, label switch
        {
            ModelLabel.TwoClasses => BooleanDataViewType.Instance,
            ModelLabel.Classes x => new KeyDataViewType(typeof(uint), x.Names.Count),
            ModelLabel.Number => NumberDataViewType.Single,
            _ => throw new UnreachableException(),
        });
        if (weight is not null)
            builder.AddColumn(weight, NumberDataViewType.Single);
    }

    private static DataViewType Type(ModelInput input) =>
        input.Type == ColumnType.Number ? NumberDataViewType.Single : TextDataViewType.Instance;
}
