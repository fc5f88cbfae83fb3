using Microsoft.ML;
using Microsoft.ML.Data;

namespace Pipeline.Polyfills.MachineLearning;

/// <summary>A number, a text and a label, row by row.</summary>
internal sealed class SampleView((float Age, string Job, bool Label)[] rows) : IDataView
{
    public static DataViewSchema SampleSchema { get; } = Create();

    public bool CanShuffle => false;

    public DataViewSchema Schema => SampleSchema;

    public long? GetRowCount() => rows.Length;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(rows);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded)];

    private static DataViewSchema Create()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Age", NumberDataViewType.Single);
        builder.AddColumn("Job", TextDataViewType.Instance);
        builder.AddColumn("Label", BooleanDataViewType.Instance);
        return builder.ToSchema();
    }

    private sealed class Cursor((float Age, string Job, bool Label)[] rows) : DataViewRowCursor
    {
        private int _row = -1;

        public override DataViewSchema Schema => SampleSchema;

        public override long Position => _row;

        public override long Batch => 0;

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override bool MoveNext() => ++_row < rows.Length;

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId value) => value = new DataViewRowId((ulong)_row, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Delegate getter = column.Index switch
            {
                0 => (ValueGetter<float>)((ref float value) => value = rows[_row].Age),
                1 => (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = rows[_row].Job.AsMemory()),
                _ => (ValueGetter<bool>)((ref bool value) => value = rows[_row].Label),
            };
            return (ValueGetter<TValue>)getter;
        }
    }
}
