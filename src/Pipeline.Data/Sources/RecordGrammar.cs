using System.Globalization;

namespace Pipeline.Data.Sources;

/// <summary>
/// Finds the rows and values of CSV by RFC 4180, byte by byte. Beyond it: spaces around a value and around its quotes are no part
/// of it, a quote within an unquoted value is a character like any other, and an empty line is no row unless there is one column.
/// </summary>
/// <param name="separator">Between two values.</param>
/// <param name="hasQuotes">Values may stand in quotes; else a quote is a character like any other.</param>
internal sealed class RecordGrammar(byte separator, bool hasQuotes)
{
    /// <summary>Of a row: more bytes are needed.</summary>
    public const int Incomplete = -1;

    private const int Broken = -2;

    /// <summary>Every byte above this one is an ordinary character.</summary>
    private readonly byte _lastSpecial = Math.Max(separator, (byte)'\r');

    private int _brokenAt;

    /// <summary>The line on which the next row begins.</summary>
    public long Line { get; set; } = 1;

    /// <summary>A row was broken, and its line goes on in the next block.</summary>
    public bool IsSkipping { get; private set; }

    /// <summary>Adds the row that begins here to the batch; one that is wrong becomes a problem.</summary>
    /// <param name="bytes">The batch's block.</param>
    /// <param name="start">Where the row begins.</param>
    /// <param name="isFinal">Nothing follows, so that the last line needs no line break.</param>
    /// <param name="batch">Takes the row.</param>
    /// <returns>Where the next row begins, or <see cref="Incomplete"/>.</returns>
    public int Row(ReadOnlySpan<byte> bytes, int start, bool isFinal, RecordBatch batch)
    {
        batch.Begin(Line);
        for (var position = start; ; position++)
        {
            position = Value(bytes, position, isFinal, batch);
            if (position < 0 || (position == bytes.Length && !isFinal))
                return position == Broken ? LeaveOut(bytes, start, batch) : Postpone(batch);
            if (position < bytes.Length && bytes[position] == separator)
                continue;
            var end = LineEnd(bytes, position);
            if (end == Incomplete && !isFinal)
                return Postpone(batch);
            if (end >= 0)
                return Take(bytes, start, end, batch);
            LoneReturn(position, batch);
            return LeaveOut(bytes, start, batch);
        }
    }

    /// <summary>To the line after the given position; where the block ends before, the next block goes on.</summary>
    public int Skip(ReadOnlySpan<byte> bytes, int start, int position)
    {
        var end = bytes[position..].IndexOf((byte)'\n');
        IsSkipping = end < 0;
        var next = end < 0 ? bytes.Length : position + end + 1;
        Line += bytes[start..next].Count((byte)'\n');
        return next;
    }

    /// <summary>The row, which is there in full, has another number of values than the header.</summary>
    public static void Refuse(int count, long line, RecordBatch batch)
    {
        var (found, expected) = (Counted(count, "value"), Counted(batch.ColumnCount, "name"));
        batch.Problems.Add(RecordBatch.LocateLine(batch.File, line).Problem($"The row has {found}; the header has {expected}."));
    }

    /// <summary>After CR LF, LF or the last byte; <see cref="Incomplete"/> where a CR is the last byte.</summary>
    private static int LineEnd(ReadOnlySpan<byte> bytes, int position)
    {
        if (position == bytes.Length)
            return position;
        if (bytes[position] == '\n')
            return position + 1;
        if (position + 1 == bytes.Length)
            return Incomplete;
        return bytes[position + 1] == '\n' ? position + 2 : Broken;
    }

    private int Value(ReadOnlySpan<byte> bytes, int position, bool isFinal, RecordBatch batch)
    {
        while (position < bytes.Length && bytes[position] == ' ')
            position++;
        if (hasQuotes && position < bytes.Length && bytes[position] == '"')
            return Quoted(bytes, position, isFinal, batch);
        var end = position;
        for (; end < bytes.Length; end++)
        {
            var character = bytes[end];
            if (character <= _lastSpecial && (character == separator || character is (byte)'\n' or (byte)'\r'))
                break;
        }

        var length = end - position;
        while (length > 0 && bytes[position + length - 1] == ' ')
            length--;
        batch.Add(new Field(position, length));
        return end;
    }

    private int Quoted(ReadOnlySpan<byte> bytes, int open, bool isFinal, RecordBatch batch)
    {
        var isEscaped = false;
        for (var close = open + 1; ; close += 2)
        {
            var found = bytes[close..].IndexOf((byte)'"');
            close += found;
            if (found < 0)
                return isFinal ? Unterminated(bytes, open, batch) : Incomplete;
            if (close + 1 < bytes.Length && bytes[close + 1] == '"')
                isEscaped = true;
            else if (close + 1 == bytes.Length && !isFinal)
                return Incomplete;
            else
                return Closed(bytes, new Field(open + 1, close - open - 1, isEscaped), batch);
        }
    }

    private int Closed(ReadOnlySpan<byte> bytes, Field field, RecordBatch batch)
    {
        var position = field.Start + field.Length + 1;
        while (position < bytes.Length && bytes[position] == ' ')
            position++;
        var isEnd = position == bytes.Length || bytes[position] == separator || bytes[position] is (byte)'\n' or (byte)'\r';
        batch.Add(field);
        if (isEnd)
            return position;
        _brokenAt = position;
        batch.Problems.Add(batch.LocateByte(position).Problem(
            "Text follows a closing quote; a separator or the end of the line is accepted.",
            "Within quotes, a quote is written twice."));
        return Broken;
    }

    private int Unterminated(ReadOnlySpan<byte> bytes, int open, RecordBatch batch)
    {
        _brokenAt = bytes.Length;
        batch.Problems.Add(batch.LocateByte(open).Problem("The quote that opens here is never closed."));
        return Broken;
    }

    private void LoneReturn(int position, RecordBatch batch)
    {
        _brokenAt = position;
        batch.Problems.Add(batch.LocateByte(position).Problem(
            "A carriage return stands alone; a line ends with LF or CR LF.", "Within a value, quote it."));
    }

    private int Take(ReadOnlySpan<byte> bytes, int start, int end, RecordBatch batch)
    {
        var isBlank = batch.OpenCount == 1 && batch.ColumnCount != 1 && batch.OpenField(0).Length == 0
            && bytes[start..end].IndexOf((byte)'"') < 0;
        if (isBlank)
            batch.Abandon();
        else if (batch.ColumnCount == 0 || batch.OpenCount == batch.ColumnCount)
            batch.Commit();
        else
            LeaveOut(batch);
        Line += bytes[start..end].Count((byte)'\n');
        return end;
    }

    private void LeaveOut(RecordBatch batch)
    {
        Refuse(batch.OpenCount, Line, batch);
        batch.Abandon();
    }

    private static string Counted(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    private static int Postpone(RecordBatch batch)
    {
        batch.Abandon();
        return Incomplete;
    }

    /// <summary>The open row is wrong: reading goes on after the line that broke it.</summary>
    private int LeaveOut(ReadOnlySpan<byte> bytes, int start, RecordBatch batch)
    {
        batch.Abandon();
        return Skip(bytes, start, _brokenAt);
    }
}
