using System.Text;
using Pipeline.Core.Problems;

namespace Pipeline.Data.Sources;

/// <summary>Some rows of a file: a block of bytes, and where in it the values are. The next batch overwrites it.</summary>
internal sealed class RecordBatch
{
    private byte[] _buffer = [];
    private int _offset;
    private int _length;
    private Field[] _fields = new Field[1024];
    private long[] _lines = new long[64];
    private byte[] _scratch = new byte[64];
    private int _fieldCount;
    private int _rowField;
    private int _surplus;

    public string File { get; init; } = "";

    /// <summary>How many values a row has; 0 before the header is known.</summary>
    public int ColumnCount { get; set; }

    public int RowCount { get; private set; }

    /// <summary>The line on which the block begins.</summary>
    public long FirstLine { get; set; }

    /// <summary>How many values the row that is being indexed has so far.</summary>
    public int OpenCount => _fieldCount - _rowField + _surplus;

    /// <summary>The block that rows are indexed in.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(_offset, _length);

    /// <summary>Begins anew with a block that nobody changes while rows of it are read.</summary>
    public void Reset(byte[] buffer, int offset, int length)
    {
        (_buffer, _offset, _length) = (buffer, offset, length);
        (RowCount, _fieldCount, _rowField) = (0, 0, 0);
    }

    public void Begin(long line)
    {
        if (RowCount == _lines.Length)
            Array.Resize(ref _lines, RowCount * 2);
        (_lines[RowCount], _rowField, _surplus) = (line, _fieldCount, 0);
    }

    /// <summary>Values beyond those that a row may have are counted, and not kept: a row of separators takes no memory.</summary>
    public void Add(Field field)
    {
        if (OpenCount >= (ColumnCount == 0 ? HeaderNames.MostColumns : ColumnCount))
        {
            _surplus++;
            return;
        }

        if (_fieldCount == _fields.Length)
            Array.Resize(ref _fields, _fieldCount * 2);
        _fields[_fieldCount++] = field;
    }

    /// <summary>Takes the open row in.</summary>
    public void Commit() => RowCount++;

    /// <summary>Forgets the open row.</summary>
    public void Abandon() => (_fieldCount, _surplus) = (_rowField, 0);

    public Field OpenField(int index) => _fields[_rowField + index];

    public Field FieldAt(int row, int column) => _fields[(row * ColumnCount) + column];

    /// <summary>The value's bytes, until the next call of this method; whether they stand for none is not asked.</summary>
    public ReadOnlySpan<byte> Value(int row, int column)
    {
        ref readonly var field = ref _fields[(row * ColumnCount) + column];
        var raw = _buffer.AsSpan(_offset + field.Start, field.Length);
        return field.IsEscaped ? Unescape(raw) : raw;
    }

    public string Text(Field field)
    {
        var raw = Bytes.Slice(field.Start, field.Length);
        return Encoding.UTF8.GetString(field.IsEscaped ? Unescape(raw) : raw);
    }

    /// <summary>The line on which the row begins.</summary>
    public long Line(int row) => _lines[row];

    public SourceLocation LocateRow(int row) => new(File, (int)Math.Min(_lines[row], int.MaxValue));

    /// <summary>Where the value stands, by line and character.</summary>
    public SourceLocation Locate(int row, int column) => LocateByte(FieldAt(row, column).Start);

    /// <param name="offset">Of any byte of the block, within a row or between rows.</param>
    public SourceLocation LocateByte(int offset)
    {
        var before = Bytes[..offset];
        var line = FirstLine + before.Count((byte)'\n');
        var column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        return new SourceLocation(File, (int)Math.Min(line, int.MaxValue), column);
    }

    private ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> raw)
    {
        if (_scratch.Length < raw.Length)
            _scratch = new byte[raw.Length * 2];
        var length = 0;
        while (raw.IndexOf((byte)'"') is >= 0 and var quote)
        {
            raw[..(quote + 1)].CopyTo(_scratch.AsSpan(length));
            length += quote + 1;
            raw = raw[(quote + 2)..];
        }

        raw.CopyTo(_scratch.AsSpan(length));
        return _scratch.AsSpan(0, length + raw.Length);
    }
}
