using System.Text;
using Pipeline.Core.Problems;

namespace Pipeline.Data.Sources;

/// <summary>
/// Some rows of a text: a block of bytes, and where in it the values are. Readers fill it; observers look at the columns of it.
/// </summary>
internal sealed class RecordBatch
{
    private Field[] _fields = new Field[1024];
    private long[] _lines = new long[64];
    private byte[] _scratch = new byte[64];
    private byte[] _apart = [];
    private int _apartLength;
    private int _length;
    private int _fieldCount;
    private int _rowField;
    private int _surplus;

    /// <summary>The path as the user knows it.</summary>
    public string File { get; set; } = "";

    /// <summary>How many values a row has; 0 before the header is known.</summary>
    public int ColumnCount { get; set; }

    public int RowCount { get; private set; }

    /// <summary>What is wrong with rows of this batch.</summary>
    public ProblemList Problems { get; private set; } = new();

    /// <summary>Rows were taken, and their values are not found yet.</summary>
    public bool IsUndivided { get; private set; }

    /// <summary>Where the rows that were taken end.</summary>
    public int UsedLength { get; private set; }

    /// <summary>Of the block.</summary>
    public StructuralScan Scan { get; } = new();

    /// <summary>The line on which the block begins.</summary>
    public long FirstLine { get; set; }

    /// <summary>What blocks are read into. Its first <see cref="Bytes"/> are indexed.</summary>
    public byte[] Buffer { get; private set; } = [];

    /// <summary>How many values the row that is being indexed has so far.</summary>
    public int OpenCount => _fieldCount - _rowField + _surplus;

    /// <summary>The block that rows are indexed in.</summary>
    public ReadOnlySpan<byte> Bytes => Buffer.AsSpan(0, _length);

    /// <summary>Takes a copy of a block.</summary>
    public void Load(ReadOnlySpan<byte> bytes)
    {
        Buffer = bytes.ToArray();
        Reset(bytes.Length);
    }

    /// <summary>Keeps what the buffer holds.</summary>
    public void Grow(int length)
    {
        var buffer = new byte[length];
        Buffer.CopyTo(buffer, 0);
        Buffer = buffer;
    }

    /// <summary>Begins anew with the first bytes of the buffer, which nobody changes while rows of them are read.</summary>
    public void Reset(int length)
    {
        (_length, _apartLength, IsUndivided, UsedLength) = (length, 0, false, 0);
        (RowCount, _fieldCount, _rowField, _surplus) = (0, 0, 0, 0);
    }

    /// <summary>Takes the rows of the first bytes, whose values are to be found later.</summary>
    public void LeaveUndivided(int length) => (IsUndivided, UsedLength) = (length > 0, length);

    /// <summary>Begins anew without rows and problems.</summary>
    public void Forget()
    {
        Reset(0);
        Problems = new ProblemList();
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

    /// <summary>Room for a value that does not stand in the block as it is; it is kept until the batch begins anew.</summary>
    public Span<byte> OpenApart(int length)
    {
        if (_apartLength + length > _apart.Length)
            Array.Resize(ref _apart, Math.Max(_apart.Length * 2, _apartLength + length));
        return _apart.AsSpan(_apartLength, length);
    }

    /// <summary>Takes the first bytes of <see cref="OpenApart"/>.</summary>
    public Field CommitApart(int length)
    {
        _apartLength += length;
        return Field.Apart(_apartLength - length, length);
    }

    /// <summary>The places of the values of the row that comes next, to be written and then taken in.</summary>
    public Span<Field> OpenRow()
    {
        if (_fieldCount + ColumnCount > _fields.Length)
            Array.Resize(ref _fields, Math.Max(_fields.Length * 2, _fieldCount + ColumnCount));
        return _fields.AsSpan(_fieldCount, ColumnCount);
    }

    /// <summary>Takes in a row whose values were written to <see cref="OpenRow"/>.</summary>
    public void CommitRow(long line)
    {
        if (RowCount == _lines.Length)
            Array.Resize(ref _lines, RowCount * 2);
        _lines[RowCount++] = line;
        _fieldCount += ColumnCount;
    }

    /// <summary>Takes in as many rows at once, which stand on lines of their own; their values are kept elsewhere.</summary>
    public void TakeLines(int count, long firstLine)
    {
        if (count > _lines.Length)
            _lines = new long[count];
        for (var row = 0; row < count; row++)
            _lines[row] = firstLine + row;
        RowCount = count;
    }

    /// <summary>Room for bytes behind those of the block.</summary>
    public Span<byte> OpenBehind(int length)
    {
        if (Buffer.Length - _length < length)
            Grow(Math.Max(Buffer.Length * 2, _length + length));
        return Buffer.AsSpan(_length, length);
    }

    /// <summary>Takes the first bytes of <see cref="OpenBehind"/> into the block.</summary>
    /// <returns>Where they begin.</returns>
    public int CommitBehind(int length)
    {
        _length += length;
        return _length - length;
    }

    /// <summary>Takes the open row in.</summary>
    public void Commit() => RowCount++;

    /// <summary>Forgets the open row.</summary>
    public void Abandon() => (_fieldCount, _surplus) = (_rowField, 0);

    /// <summary>Row by row, as many as there are columns.</summary>
    public ReadOnlySpan<Field> Fields => _fields.AsSpan(0, RowCount * ColumnCount);

    public Field OpenField(int index) => _fields[_rowField + index];

    public Field FieldAt(int row, int column) => _fields[(row * ColumnCount) + column];

    /// <summary>The value's bytes, until the next call of this method; whether they stand for none is not asked.</summary>
    public ReadOnlySpan<byte> Value(int row, int column) => Resolve(_fields[(row * ColumnCount) + column]);

    /// <summary>The bytes of a value whose place is known, until the next call of this method.</summary>
    public ReadOnlySpan<byte> Resolve(Field field) =>
        field.IsPlain ? Buffer.AsSpan(field.Start, field.Length) : Rewritten(field);

    /// <summary>There is none, whatever else stands for a missing value.</summary>
    public bool IsNull(int row, int column) => _fields[(row * ColumnCount) + column].IsNull;

    public string Text(Field field)
    {
        var raw = Bytes.Slice(field.Start, field.Length);
        return Encoding.UTF8.GetString(field.IsEscaped ? Unescape(raw) : raw);
    }

    /// <summary>The line on which the row begins.</summary>
    public long Line(int row) => _lines[row];

    public static SourceLocation LocateLine(string file, long line) => new(file, line);

    public SourceLocation LocateRow(int row) => LocateLine(File, _lines[row]);

    /// <summary>Where the value stands, by line and character.</summary>
    public SourceLocation Locate(int row, int column) =>
        FieldAt(row, column) is { IsNull: false, IsApart: false } field ? LocateByte(field.Start) : LocateRow(row);

    /// <param name="offset">Of any byte of the block, within a row or between rows.</param>
    public SourceLocation LocateByte(int offset)
    {
        var before = Bytes[..offset];
        var line = FirstLine + before.Count((byte)'\n');
        var column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        return LocateLine(File, line) with { Column = column };
    }

    private ReadOnlySpan<byte> Rewritten(Field field)
    {
        var raw = (field.IsApart ? _apart : Buffer).AsSpan(field.Start, field.Length);
        return field.IsEscaped ? Unescape(raw) : raw;
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

/// <summary>Where a value stands in a block, without quotes and spaces around it. Eight bytes: a batch has many.</summary>
internal readonly struct Field
{
    /// <summary>No block is larger, so that the upper bits of a length are free for what is known of the value.</summary>
    public const int MostLength = (1 << 29) - 1;

    private const uint EscapedBit = 1U << 31;
    private const uint NullBit = 1U << 30;
    private const uint ApartBit = 1U << 29;

    private readonly uint _length;

    /// <param name="start">The offset of its first byte.</param>
    /// <param name="length">In bytes, at most <see cref="MostLength"/>.</param>
    /// <param name="isEscaped">It has doubled quotes, each of which stands for one.</param>
    public Field(int start, int length, bool isEscaped = false) =>
        (Start, _length) = (start, (uint)length | (isEscaped ? EscapedBit : 0));

    private Field(int start, uint length) => (Start, _length) = (start, length);

    /// <summary>No value, whatever stands for a missing one elsewhere: JSON's null.</summary>
    public static Field Null { get; } = new(0, NullBit);

    /// <summary>A value that had to be rewritten, and stands apart from the block.</summary>
    public static Field Apart(int start, int length) => new(start, (uint)length | ApartBit);

    public int Start { get; }

    public int Length => (int)(_length & MostLength);

    /// <summary>It stands in the block as it is.</summary>
    public bool IsPlain => _length <= MostLength;

    public bool IsEscaped => (_length & EscapedBit) != 0;

    public bool IsApart => (_length & ApartBit) != 0;

    public bool IsNull => (_length & NullBit) != 0;
}
