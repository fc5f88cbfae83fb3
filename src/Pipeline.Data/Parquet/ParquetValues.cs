using Pipeline.Data.Columns;
using Pipeline.Data.Sources;
using Pipeline.Data.Values;

namespace Pipeline.Data.Parquet;

/// <summary>What a batch has of one column: values as the file has them, without the missing ones.</summary>
internal abstract class ParquetValues(ParquetColumn column) : DecodedColumn
{
    private short[] _levels = [];
    private int[] _rows = [];
    private Field[] _texts = [];
    private int _rowCount;
    private int _count;
    private bool _hasTexts;

    public ParquetColumn Column => column;

    public sealed override ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count);

    /// <summary>Takes in what of the next rows has a value; no levels where all have.</summary>
    public void Take(ReadOnlySpan<short> levels, int rows)
    {
        (_rowCount, _hasTexts) = (rows, false);
        if (_rows.Length < rows)
            (_levels, _rows, _texts) = (new short[rows], new int[rows], new Field[rows]);
        (levels.IsEmpty ? [] : levels).CopyTo(_levels);
    }

    /// <summary>Finds the rows of the values, and those that mean nothing. Any thread may do so.</summary>
    public void Divide(RecordBatch records)
    {
        _count = 0;
        for (var row = 0; row < _rowCount; row++)
        {
            _rows[_count] = row;
            _count += column.IsOptional ? _levels[row] : 1;
        }

        Check(records);
    }

    public sealed override ReadOnlySpan<Field> Texts(RecordBatch records)
    {
        var texts = _texts.AsSpan(0, _rowCount);
        if (!_hasTexts)
        {
            texts.Fill(Field.Null);
            Write(records, texts);
        }

        _hasTexts = true;
        return texts;
    }

    /// <summary>Adds a problem for each value that means nothing.</summary>
    protected abstract void Check(RecordBatch records);

    protected abstract void Write(RecordBatch records, Span<Field> texts);

    protected void Refuse(RecordBatch records, int index) =>
        records.Problems.Add(records.LocateRow(_rows[index]).Problem(column.Unwritable));
}

internal sealed class PlainValues<T, TType>(ParquetColumn column, TType type) : ParquetValues(column)
    where TType : struct, IValueType<T>
{
    private T[] _values = [];

    public override VectorType Type => type.Type;

    public override bool AreSurelyNumbers => type.AreSurelyNumbers;

    public override bool AreExact => type.AreExact;

    public void Take(ReadOnlySpan<T> values)
    {
        if (_values.Length < values.Length)
            _values = new T[values.Length];
        values.CopyTo(_values);
    }

    public override void ReadNumbers(Span<double> numbers)
    {
        var values = _values.AsSpan(0, numbers.Length);
        for (var i = 0; i < values.Length; i++)
            numbers[i] = type.Number(values[i]);
    }

    public override void ReadMoments(Span<Moment> moments)
    {
        var values = _values.AsSpan(0, moments.Length);
        for (var i = 0; i < values.Length; i++)
            moments[i] = type.Moment(values[i]);
    }

    protected override void Check(RecordBatch records)
    {
        for (var i = 0; type.MayFail && i < Rows.Length; i++)
        {
            if (!type.IsValid(_values[i]))
                Refuse(records, i);
        }
    }

    protected override void Write(RecordBatch records, Span<Field> texts)
    {
        var rows = Rows;
        var target = records.OpenBehind(rows.Length * type.MostBytes(0));
        var (start, used) = (records.CommitBehind(0), 0);
        for (var i = 0; i < rows.Length; i++)
        {
            if (type.MayFail && !type.IsValid(_values[i]))
                continue;
            var length = type.Write(_values[i], target[used..]);
            texts[rows[i]] = new Field(start + used, length);
            used += length;
        }

        records.CommitBehind(used);
    }
}

internal sealed class BytesValues<TType>(ParquetColumn column, TType type) : ParquetValues(column)
    where TType : struct, IValueType<ReadOnlySpan<byte>>
{
    private (int Start, int Length)[] _values = [];
    private RecordBatch _records = new();

    public override VectorType Type => type.Type;

    public override bool AreExact => type.AreExact;

    /// <summary>The places of so many values in the batch's block, to be written.</summary>
    public Span<(int Start, int Length)> Open(int count, RecordBatch records)
    {
        _records = records;
        if (_values.Length < count)
            _values = new (int, int)[count];
        return _values.AsSpan(0, count);
    }

    public override void ReadNumbers(Span<double> numbers)
    {
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = type.IsValid(Value(i)) ? type.Number(Value(i)) : double.NaN;
    }

    protected override void Check(RecordBatch records)
    {
        for (var i = 0; type.MayFail && i < Rows.Length; i++)
        {
            if (!type.IsValid(Value(i)))
                Refuse(records, i);
        }
    }

    protected override void Write(RecordBatch records, Span<Field> texts)
    {
        var rows = Rows;
        for (var i = 0; i < rows.Length; i++)
        {
            var (start, length) = _values[i];
            var most = type.MostBytes(length);
            var target = records.OpenBehind(most);
            var value = Value(i);
            if (type.MayFail && !type.IsValid(value))
                continue;
            var written = type.Write(value, target);
            texts[rows[i]] = new Field(most == 0 ? start : records.CommitBehind(written), written);
        }
    }

    private ReadOnlySpan<byte> Value(int index) => _records.Buffer.AsSpan(_values[index].Start, _values[index].Length);
}
