using System.Runtime.InteropServices;
using ParquetSharp;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Parquet;

/// <summary>
/// Reads one column from row group to row group. What it has decoded waits until the other columns have as many rows.
/// </summary>
internal abstract class ColumnCursor(ParquetColumn column, int mostRows) : IDisposable
{
    private readonly short[] _levels = new short[mostRows];
    private int _row;

    public ParquetColumn Column { get; } = column;

    /// <summary>How many rows are decoded and not taken yet.</summary>
    public int Ready { get; private set; }

    protected ReadOnlySpan<short> Levels => _levels.AsSpan(_row, Ready);

    public abstract ParquetValues NewValues();

    /// <summary>Leaves what it has for the column in another row group.</summary>
    public void Turn(RowGroupReader group)
    {
        Dispose();
        (_row, Ready) = (0, 0);
        Open(group.Column(Column.Position));
    }

    /// <summary>Decodes at most so many rows; to be called when none is ready.</summary>
    public void Decode(int rows) => (_row, Ready) = (0, (int)Read(rows, _levels));

    /// <summary>How many of the rows that are ready have no more bytes than that together; at least one.</summary>
    public virtual int Fitting(int rows, int bytes) => rows;

    /// <summary>Of the row that is next.</summary>
    public virtual int NextLength => 0;

    public void Take(int rows, ParquetValues taken, RecordBatch records)
    {
        var levels = Column.IsOptional ? Levels[..rows] : [];
        taken.Take(levels, rows);
        TakeValues(Column.IsOptional ? levels.Count((short)1) : rows, taken, records);
        (_row, Ready) = (_row + rows, Ready - rows);
    }

    public abstract void Dispose();

    protected bool IsMissing(int row) => Column.IsOptional && Levels[row] == 0;

    protected abstract void Open(ColumnReader reader);

    protected abstract long Read(int rows, Span<short> levels);

    protected abstract void TakeValues(int count, ParquetValues taken, RecordBatch records);
}

/// <param name="column">What it reads.</param>
/// <param name="mostRows">That are decoded at once.</param>
internal abstract class ColumnCursor<T>(ParquetColumn column, int mostRows) : ColumnCursor(column, mostRows)
    where T : unmanaged
{
    private readonly T[] _values = new T[mostRows];
    private ColumnReader<T>? _reader;
    private int _next;

    /// <summary>Those that are decoded and not taken.</summary>
    protected ReadOnlySpan<T> Values => _values.AsSpan(_next);

    public sealed override void Dispose()
    {
        _reader?.Dispose();
        _reader = null;
    }

    protected sealed override void Open(ColumnReader reader) => _reader = (ColumnReader<T>)reader;

    protected sealed override long Read(int rows, Span<short> levels)
    {
        _next = 0;
        return Column.IsOptional
            ? _reader!.ReadBatch(rows, levels[..rows], [], _values.AsSpan(0, rows), out _)
            : _reader!.ReadBatch(rows, _values.AsSpan(0, rows), out _);
    }

    protected sealed override void TakeValues(int count, ParquetValues taken, RecordBatch records)
    {
        TakeValues(Values[..count], taken, records);
        _next += count;
    }

    protected abstract void TakeValues(ReadOnlySpan<T> values, ParquetValues taken, RecordBatch records);
}

internal sealed class ValueCursor<T, TType>(ParquetColumn column, int mostRows, TType type) : ColumnCursor<T>(column, mostRows)
    where T : unmanaged
    where TType : struct, IValueType<T>
{
    public override ParquetValues NewValues() => new PlainValues<T, TType>(Column, type);

    protected override void TakeValues(ReadOnlySpan<T> values, ParquetValues taken, RecordBatch records) =>
        ((PlainValues<T, TType>)taken).Take(values);
}

/// <summary>Where the library has the bytes of a value, until it decodes the next ones.</summary>
internal interface IBytesPlace<in T>
{
    (IntPtr Pointer, int Length) Of(T value);
}

internal readonly struct AnyLength : IBytesPlace<ByteArray>
{
    public (IntPtr Pointer, int Length) Of(ByteArray value) => (value.Pointer, value.Length);
}

internal readonly struct FixedLength(int length) : IBytesPlace<FixedLenByteArray>
{
    public (IntPtr Pointer, int Length) Of(FixedLenByteArray value) => (value.Pointer, length);
}

internal sealed class BytesCursor<T, TPlace, TType>(ParquetColumn column, int mostRows, TPlace place, TType type)
    : ColumnCursor<T>(column, mostRows)
    where T : unmanaged
    where TPlace : struct, IBytesPlace<T>
    where TType : struct, IValueType<ReadOnlySpan<byte>>
{
    public override int NextLength => IsMissing(0) ? 0 : place.Of(Values[0]).Length;

    public override ParquetValues NewValues() => new BytesValues<TType>(Column, type);

    public override int Fitting(int rows, int bytes)
    {
        var (next, sum) = (0, 0L);
        for (var row = 0; row < rows; row++)
        {
            sum += IsMissing(row) ? 0 : place.Of(Values[next++]).Length;
            if (sum > bytes)
                return Math.Max(row, 1);
        }

        return rows;
    }

    protected override void TakeValues(ReadOnlySpan<T> values, ParquetValues taken, RecordBatch records)
    {
        var places = ((BytesValues<TType>)taken).Open(values.Length, records);
        for (var i = 0; i < values.Length; i++)
        {
            var (pointer, length) = place.Of(values[i]);
            records.OpenBehind(length);
            places[i] = (records.CommitBehind(length), length);
            if (length > 0)
                Marshal.Copy(pointer, records.Buffer, places[i].Start, length);
        }
    }
}
