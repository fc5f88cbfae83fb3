using System.Text.Json;
using System.Text.Unicode;
using Pipeline.Core.Problems;
using Pipeline.Models.Predictions;

namespace Pipeline.Serving.Requests;

/// <summary>Reads the rows of a request, one object or a list of them, and hands each on. Not for two threads at once.</summary>
/// <param name="reader">Reads a row, and has the problems.</param>
/// <param name="mostRows">More are refused.</param>
/// <param name="content">What a row is: "the model's inputs by name".</param>
internal sealed class BodyRows(IRowReader reader, int mostRows, string content = BodyRows.Inputs)
{
    private const string Inputs = "the model's inputs by name";

    private readonly string _accepted = $"An object with {content} is accepted, or a list of such objects.";

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
            Add(null, _accepted);
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
            Add(null, "The list has no rows; at least one is accepted.");
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
        {
            reader.Add(new FieldProblem(row, null, $"At most {row} rows are accepted in one request.", "Send them in parts.")
            {
                Reason = RefusalReason.TooMany,
            });
        }
        else if (row < mostRows)
            Add(row, $"A row is an object with {content}.");
        json.Skip();
    }

    private void Replace(Problem problem)
    {
        reader.Problems.Clear();
        var place = problem.Line is null ? "" : FormattableString.Invariant(
            $" (line {problem.Line}, character {problem.Column})");
        Add(null, problem.Message.TrimEnd('.') + place + ".", _accepted);
    }

    private void Add(int? row, string message, string? hint = null) =>
        reader.Add(new FieldProblem(row, null, message, hint) { Reason = RefusalReason.Unreadable });
}

/// <summary>Reads one JSON object of a request.</summary>
internal interface IRowReader
{
    /// <summary>Of all rows so far.</summary>
    List<FieldProblem> Problems { get; }

    /// <param name="reader">At the start of an object; afterwards at its end.</param>
    /// <param name="number">The row's, for problems; null for a single one.</param>
    /// <exception cref="JsonException">It is not JSON.</exception>
    void Read(ref Utf8JsonReader reader, int? number);

    /// <summary>Takes a problem, unless there are many already.</summary>
    void Add(FieldProblem problem);
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
