using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Pipeline.Core.Problems;

namespace Pipeline.Data.Sources;

/// <summary>
/// Reads JSON lines: an object of plain values on each line. The columns are the names in the rows of the first block, in the
/// order of their appearance; a name that an object lacks, and null, is a missing value.
/// </summary>
internal sealed class JsonLinesReader : BlockReader
{
    private byte[][] _names = [];
    private long[] _seenOn = [];
    private long _line = 1;

    private JsonLinesReader(ByteSource source, string file, SourceOptions options)
        : base(source, file, options)
    {
    }

    protected override string Format => "JSON lines";

    /// <summary>Reads the names. The reader owns the source from now on.</summary>
    public static JsonLinesReader Open(ByteSource source, string file, SourceOptions options)
    {
        var reader = new JsonLinesReader(source, file, options);
        reader.ReadStart();
        reader._names = [.. reader.Header.Select(Encoding.UTF8.GetBytes)];
        reader._seenOn = new long[reader._names.Length];
        reader._line = 1;
        return reader;
    }

    protected override IReadOnlyList<string> Names(RecordBatch first)
    {
        var names = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var bytes = first.Bytes;
        for (var start = 0; start < bytes.Length;)
        {
            var end = LineEnd(bytes, start, isFinal: start == 0);
            if (end < 0)
                break;
            foreach (var name in JsonRow.NamesOf(bytes[start..end]).Where(known.Add))
                names.Add(name);
            start = end;
        }

        Unread(first);
        if (names.Count == 0)
            first.Problems.Add(new Problem(File, null, null, "The file has no object with a name; JSON lines are read."));
        return names.Count <= HeaderNames.MostColumns ? names : [];
    }

    protected override int Index(RecordBatch batch, bool isFinal, int mostRows)
    {
        batch.FirstLine = _line;
        var bytes = batch.Bytes;
        var position = 0;
        while (position < bytes.Length && batch.RowCount < mostRows && !batch.Problems.IsFull)
        {
            var end = LineEnd(bytes, position, isFinal);
            if (end < 0)
                break;
            if (!bytes[position..end].Trim(" \t\r\n"u8).IsEmpty)
                Take(bytes[position..end], position, batch);
            (position, _line) = (end, _line + 1);
        }

        return position;
    }

    private static int LineEnd(ReadOnlySpan<byte> bytes, int start, bool isFinal)
    {
        var end = bytes[start..].IndexOf((byte)'\n');
        return end >= 0 ? start + end + 1 : isFinal ? bytes.Length : -1;
    }

    private void Take(ReadOnlySpan<byte> line, int offset, RecordBatch batch)
    {
        batch.Begin(_line);
        if (_names.Length == 0)
        {
            batch.Commit();
            return;
        }

        var row = batch.OpenRow();
        row.Fill(Field.Null);
        try
        {
            if (Read(line, offset, row, batch) is { } problem)
                batch.Problems.Add(problem);
            else
                batch.CommitRow(_line);
        }
        catch (JsonException exception)
        {
            var problem = JsonProblem.From(exception, File, line);
            batch.Problems.Add(problem with { Line = _line });
        }
        catch (InvalidOperationException) when (Utf8.IsValid(line))
        {
            batch.Problems.Add(RecordBatch.LocateLine(File, _line).Problem(
                "A text on the line is not Unicode: it has half a surrogate pair.",
                "A character beyond \\uFFFF is written as two escapes."));
        }
        catch (InvalidOperationException)
        {
            // The line is not UTF-8, which is said of the block as a whole.
        }
    }

    private Problem? Read(ReadOnlySpan<byte> line, int offset, Span<Field> row, RecordBatch batch)
    {
        var reader = new Utf8JsonReader(line);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return batch.LocateRow(batch.RowCount).Problem("The line is no object; one object on each line is accepted.");
        for (var expected = 0; reader.Read() && reader.TokenType == JsonTokenType.PropertyName;)
        {
            var column = Find(ref reader, expected);
            var place = batch.LocateByte(offset + (int)reader.TokenStartIndex);
            if (column < 0)
                return Unknown(reader.GetString()!, place);
            if (_seenOn[column] == _line)
                return place.Problem($"'{Header[column]}' occurs twice in the object.");
            (_seenOn[column], expected) = (_line, column + 1);
            reader.Read();
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                return place.Problem($"The value of '{Header[column]}' is {Kind(reader)}; a plain value is accepted.");
            row[column] = JsonRow.Value(ref reader, offset, batch);
        }

        return reader.Read() ? batch.LocateRow(batch.RowCount).Problem("Text follows the object on its line.") : null;
    }

    private static string Kind(Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.StartObject ? "an object" : "a list";

    private Problem Unknown(string name, SourceLocation place) =>
        place.Problem($"'{name}' is no column: the first rows do not have it.", NearestNames.Hint(name, Header));

    /// <summary>Objects of one file mostly have their names in one order.</summary>
    private int Find(ref Utf8JsonReader reader, int expected)
    {
        if (expected < _names.Length && reader.ValueTextEquals(_names[expected]))
            return expected;
        for (var column = 0; column < _names.Length; column++)
        {
            if (reader.ValueTextEquals(_names[column]))
                return column;
        }

        return -1;
    }
}

/// <summary>What an object on a line of JSON lines says.</summary>
internal static class JsonRow
{
    /// <summary>Nothing where the line is no object.</summary>
    public static IReadOnlyList<string> NamesOf(ReadOnlySpan<byte> line)
    {
        var names = new List<string>();
        var reader = new Utf8JsonReader(line);
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName)
                    names.Add(reader.GetString()!);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The line is read again as a row, which says what is wrong with it.
            return [];
        }

        return names;
    }

    /// <summary>A plain value in the words of the file; a text without its quotes.</summary>
    /// <param name="reader">At the value.</param>
    /// <param name="offset">Where the reader's bytes begin in the batch's block.</param>
    /// <param name="batch">Keeps a text that has escapes.</param>
    public static Field Value(ref Utf8JsonReader reader, int offset, RecordBatch batch)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return Field.Null;
        var length = reader.ValueSpan.Length;
        if (reader.TokenType != JsonTokenType.String)
            return new Field(offset + (int)reader.TokenStartIndex, length);
        return reader.ValueIsEscaped
            ? batch.CommitApart(reader.CopyString(batch.OpenApart(length)))
            : new Field(offset + (int)reader.TokenStartIndex + 1, length);
    }
}
