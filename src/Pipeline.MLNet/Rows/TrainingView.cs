using Microsoft.ML;
using Microsoft.ML.Data;
using Pipeline.Models.Tables;

namespace Pipeline.MLNet.Rows;

/// <summary>The inputs in a table as ML.NET reads them: row by row, without an object for each.</summary>
internal sealed class TrainingView(Table rows, RowLayout layout, CancellationToken cancellationToken) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => layout.Schema;

    public long? GetRowCount() => rows.RowCount;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(new TableRow(rows, layout), rows.RowCount, cancellationToken);

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
