using Pipeline.Core.Problems;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Parquet;

/// <summary>
/// What a batch has of one column before it is written as rows: values as the file has them, without the missing ones.
/// </summary>
internal abstract class ColumnPart(ParquetColumn column)
{
    /// <summary>For each row, whether it has a value; of no meaning where every row has one.</summary>
    public short[] Levels { get; private set; } = [];

    /// <summary>Any thread may do so.</summary>
    /// <param name="batch">Keeps the texts.</param>
    /// <param name="fields">Row by row, as many as there are columns.</param>
    public abstract void Write(RecordBatch batch, Span<Field> fields);

    protected ParquetColumn Column { get; } = column;

    protected bool IsMissing(int row) => Column.IsOptional && Levels[row] == 0;

    public void Take(ReadOnlySpan<short> levels)
    {
        if (Levels.Length < levels.Length)
            Levels = new short[levels.Length];
        levels.CopyTo(Levels);
    }

    protected void Refuse(RecordBatch batch, int row) => batch.Problems.Add(batch.LocateRow(row).Problem(Column.Unwritable));
}

internal sealed class ValuePart<T, TText>(ParquetColumn column, TText text) : ColumnPart(column)
    where TText : struct, IValueText<T>
{
    private T[] _values = [];

    public void Take(ReadOnlySpan<T> values)
    {
        if (_values.Length < values.Length)
            _values = new T[values.Length];
        values.CopyTo(_values);
    }

    public override void Write(RecordBatch batch, Span<Field> fields)
    {
        var target = batch.OpenBehind(batch.RowCount * text.MostBytes);
        var start = batch.CommitBehind(0);
        var (next, used) = (0, 0);
        for (var row = 0; row < batch.RowCount; row++)
        {
            ref var field = ref fields[(row * batch.ColumnCount) + Column.Position];
            field = Field.Null;
            if (IsMissing(row))
                continue;
            var length = text.Write(_values[next++], target[used..]);
            if (length < 0)
                Refuse(batch, row);
            else
                field = new Field(start + used, length);
            used += Math.Max(length, 0);
        }

        batch.CommitBehind(used);
    }
}

internal sealed class BytesPart<TText>(ParquetColumn column, TText text) : ColumnPart(column)
    where TText : struct, IBytesText
{
    private (int Start, int Length)[] _values = [];

    /// <summary>The places of so many values in the batch's block, to be written.</summary>
    public Span<(int Start, int Length)> Open(int count)
    {
        if (_values.Length < count)
            _values = new (int, int)[count];
        return _values.AsSpan(0, count);
    }

    public override void Write(RecordBatch batch, Span<Field> fields)
    {
        var next = 0;
        for (var row = 0; row < batch.RowCount; row++)
        {
            ref var field = ref fields[(row * batch.ColumnCount) + Column.Position];
            field = Field.Null;
            if (IsMissing(row))
                continue;
            var (start, length) = _values[next++];
            var most = text.MostBytes(length);
            var target = batch.OpenBehind(most);
            var written = text.Write(batch.Buffer.AsSpan(start, length), target);
            if (written < 0)
                Refuse(batch, row);
            else
                field = new Field(most == 0 ? start : batch.CommitBehind(written), written);
        }
    }
}
