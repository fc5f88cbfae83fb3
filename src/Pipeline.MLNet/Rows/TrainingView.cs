using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.MLNet.Rows;

/// <summary>A table with its label as ML.NET reads it: row by row, without an object for each.</summary>
internal sealed class TrainingView(
    Table rows, IReadOnlyList<ModelInput> inputs, BinaryLabel label, CancellationToken cancellationToken) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema { get; } = RowSchema.Of(inputs, label.Label.Column);

    public long? GetRowCount() => rows.RowCount;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(new TableRow(rows, inputs, Schema), label.Values, cancellationToken);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(TableRow row, ImmutableArray<bool> labels, CancellationToken cancellationToken)
        : DataViewRowCursor
    {
        public override DataViewSchema Schema => row.Schema;

        public override long Position => row.Position;

        public override long Batch => row.Batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => row.IsColumnActive(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => row.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            ValueGetter<bool> getLabel = (ref bool value) => value = labels[row.Index];
            return getLabel as ValueGetter<TValue> ?? row.GetGetter<TValue>(column);
        }

        public override bool MoveNext()
        {
            cancellationToken.ThrowIfCancellationRequested();
            row.Index = Math.Min(row.Index + 1, labels.Length);
            return row.Index < labels.Length;
        }
    }
}
