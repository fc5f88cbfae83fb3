using System.Text.Json;
using System.Text.Unicode;
using Pipeline.Core.Problems;

namespace Pipeline.Serving.Requests;

/// <summary>Reads the rows of a request, one object or a list of them, and hands each on. Not for two threads at once.</summary>
/// <param name="reader">Reads a row, and has the problems.</param>
/// <param name="mostRows">More are refused.</param>
internal sealed class BodyRows(RowReader reader, int mostRows)
{
    private const string Accepted = "An object with the model's inputs by name is accepted, or a list of such objects.";

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 16 };

    /// <summary>Editors and PowerShell write it before UTF-8; RFC 8259 lets a reader pass over it.</summary>
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <param name="utf8">The body of the request.</param>
    /// <param name="taker">Told of no row once something is wrong.</param>
    public void Read(ReadOnlySpan<byte> utf8, IRowTaker taker)
    {
        if (utf8.StartsWith(ByteOrderMark))
            utf8 = utf8[ByteOrderMark.Length..];
        if (!Utf8.IsValid(utf8))
        {
            Replace(new Problem("The request is not UTF-8."));
            return;
        }

        try
        {
            var json = new Utf8JsonReader(utf8, ReaderOptions);
            json.Read();
            ReadAny(ref json, taker);
            json.Read();
        }
        catch (JsonException exception)
        {
            Replace(JsonProblem.From(exception, "", utf8));
        }
    }

    private void ReadAny(ref Utf8JsonReader json, IRowTaker taker)
    {
        var isList = json.TokenType == JsonTokenType.StartArray;
        taker.Begin(isList);
        if (isList)
            ReadList(ref json, taker);
        else if (json.TokenType == JsonTokenType.StartObject)
            ReadRow(ref json, null, taker);
        else
            reader.Add(new FieldProblem(null, null, Accepted));
        taker.End();
    }

    private void ReadList(ref Utf8JsonReader json, IRowTaker taker)
    {
        var count = 0;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType == JsonTokenType.StartObject && count < mostRows)
                ReadRow(ref json, count, taker);
            else
                Refuse(ref json, count);
            count++;
        }

        if (count == 0)
            reader.Add(new FieldProblem(null, null, "The list has no rows; at least one is accepted."));
    }

    private void ReadRow(ref Utf8JsonReader json, int? number, IRowTaker taker)
    {
        reader.Read(ref json, number);
        if (reader.Problems.Count == 0)
            taker.Take(number);
    }

    private void Refuse(ref Utf8JsonReader json, int row)
    {
        if (row == mostRows)
            reader.Add(new FieldProblem(row, null, $"At most {row} rows are accepted in one request.", "Send them in parts."));
        else if (row < mostRows)
            reader.Add(new FieldProblem(row, null, "A row is an object with the model's inputs by name."));
        json.Skip();
    }

    private void Replace(Problem problem)
    {
        reader.Problems.Clear();
        var place = problem.Line is null ? "" : FormattableString.Invariant(
            $" (line {problem.Line}, character {problem.Column})");
        reader.Add(new FieldProblem(null, null, problem.Message.TrimEnd('.') + place + ".", Accepted));
    }
}

/// <summary>Takes the rows of a request as they are read.</summary>
internal interface IRowTaker
{
    /// <param name="isList">Of a list of rows, and not of one.</param>
    void Begin(bool isList);

    /// <summary>A row was read, and nothing is wrong with it or with any before.</summary>
    /// <param name="number">In its list; null for a single row.</param>
    void Take(int? number);

    /// <summary>There are no more.</summary>
    void End();
}
