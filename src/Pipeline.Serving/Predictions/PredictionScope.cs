using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Pipeline.Core.Problems;
using Pipeline.Models;
using Pipeline.Models.Predictions;
using Pipeline.Serving.Requests;

namespace Pipeline.Serving.Predictions;

/// <summary>Everything that one request to predict needs in memory, used again by the next: reads, scores and writes.</summary>
internal sealed class PredictionScope : IDisposable
{
    private const string Accepted = "An object with the model's inputs by name is accepted, or a list of such objects.";

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 16 };
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Editors and PowerShell write it before UTF-8; RFC 8259 lets a reader pass over it.</summary>
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private readonly ServingContext _context;
    private readonly FeatureRow _row;
    private readonly RowReader _reader;
    private readonly double[] _answers;
    private readonly ArrayBufferWriter<byte> _output = new(1024);
    private readonly Utf8JsonWriter _writer;

    public PredictionScope(ServingContext context)
    {
        _context = context;
        _row = new FeatureRow(context.Model.Signature);
        _reader = new RowReader(context.Inputs, _row);
        _answers = new double[context.Model.Signature.Outputs.Count];
        _writer = new Utf8JsonWriter(_output, WriterOptions);
    }

    /// <summary>Empty when there is an answer.</summary>
    public IReadOnlyList<FieldProblem> Problems => _reader.Problems;

    /// <summary>A row was read, and what the model answers to it is no number.</summary>
    public bool HasNoAnswer { get; private set; }

    /// <summary>Of a row without an answer: smaller numbers would have one, so that the request is to blame.</summary>
    public bool IsOfLargeNumbers { get; private set; }

    /// <summary>The answer; meaningless when there are problems.</summary>
    public ReadOnlyMemory<byte> Output => _output.WrittenMemory;

    public List<ScoredRow> Rows { get; } = [];

    /// <summary>The inputs, by place, that had a value which training has not seen; once for each row.</summary>
    public IReadOnlyList<int> Unseen => _reader.Unseen;

    /// <param name="utf8">The body of the request.</param>
    /// <param name="isLogged">Whether rows are kept for the log.</param>
    public void Answer(ReadOnlySpan<byte> utf8, bool isLogged)
    {
        Reset();
        if (utf8.StartsWith(ByteOrderMark))
            utf8 = utf8[ByteOrderMark.Length..];
        if (!Utf8.IsValid(utf8))
        {
            Replace(new Problem("The request is not UTF-8."));
            return;
        }

        try
        {
            var reader = new Utf8JsonReader(utf8, ReaderOptions);
            reader.Read();
            AnswerAny(ref reader, isLogged);
            reader.Read();
            _writer.Flush();
        }
        catch (JsonException exception)
        {
            Replace(JsonProblem.From(exception, "", utf8));
        }
    }

    public void Dispose() => _writer.Dispose();

    private void AnswerAny(ref Utf8JsonReader reader, bool isLogged)
    {
        _writer.WriteStartObject();
        if (reader.TokenType == JsonTokenType.StartObject)
            AnswerRow(ref reader, null, isLogged);
        else if (reader.TokenType == JsonTokenType.StartArray)
            AnswerRows(ref reader, isLogged);
        else
            _reader.Add(new FieldProblem(null, null, Accepted));
        _writer.WritePropertyName("model"u8);
        _writer.WriteRawValue(_context.Model.Brief.Span, skipInputValidation: true);
        _writer.WriteEndObject();
    }

    private void AnswerRows(ref Utf8JsonReader reader, bool isLogged)
    {
        var count = 0;
        _writer.WriteStartArray("predictions"u8);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            _writer.WriteStartObject();
            if (reader.TokenType == JsonTokenType.StartObject && count < _context.Options.MostRows)
                AnswerRow(ref reader, count, isLogged);
            else
                Refuse(ref reader, count);
            _writer.WriteEndObject();
            count++;
        }

        _writer.WriteEndArray();
        if (count == 0)
            _reader.Add(new FieldProblem(null, null, "The list has no rows; at least one is accepted."));
    }

    private void Refuse(ref Utf8JsonReader reader, int row)
    {
        if (row == _context.Options.MostRows)
            _reader.Add(new FieldProblem(row, null, $"At most {row} rows are accepted in one request.", "Send them in parts."));
        else if (row < _context.Options.MostRows)
            _reader.Add(new FieldProblem(row, null, "A row is an object with the model's inputs by name."));
        reader.Skip();
    }

    private void AnswerRow(ref Utf8JsonReader reader, int? number, bool isLogged)
    {
        var unseen = Unseen.Count;
        _reader.Read(ref reader, number);
        if (Problems.Count > 0)
            return;
        _context.Model.Predictor.Score(_row, _answers);
        if (Array.FindIndex(_answers, answer => !double.IsFinite(answer)) is >= 0 and var broken)
        {
            AddNoAnswer(number, broken);
            return;
        }

        var id = _context.Ids.Next();
        var decisive = _context.Model.Form.Decisive(_answers);
        _writer.WriteString("id"u8, id.ToString());
        _context.Model.Form.Write(_writer, _answers);
        if (_context.Model.Form.Label(_answers) is { } label)
            _writer.WriteString("label"u8, label);
        if (Unseen.Count > unseen)
            WriteUnseen(unseen);
        Rows.Add(isLogged ? new ScoredRow(id, decisive, Inputs(), Outputs()) : new ScoredRow(id, decisive, null, null));
    }

    /// <summary>JSON has no such number, and nobody could decide by it.</summary>
    private void AddNoAnswer(int? row, int output)
    {
        var answer = _answers[output];
        var large = LargestWithoutAnswer();
        (HasNoAnswer, IsOfLargeNumbers) = (true, large.Count > 0);
        foreach (var (input, number) in large)
        {
            var name = _context.Inputs[input].Name;
            _reader.Add(new FieldProblem(row, name, string.Create(
                CultureInfo.InvariantCulture, $"'{name}' is {number}; the model has no answer to a number of that size.")));
        }

        if (large.Count == 0)
        {
            _reader.Add(new FieldProblem(row, _context.Model.Signature.Outputs[output], string.Create(
                CultureInfo.InvariantCulture, $"The model's answer is {answer}, which is no number.")));
        }
    }

    /// <summary>
    /// The largest numbers of the row without which the model has an answer; none where it has none anyway. Products of large
    /// numbers are beyond those of floats, which is not the model's fault.
    /// </summary>
    private List<(int Input, double Number)> LargestWithoutAnswer()
    {
        var numbers = Enumerable.Range(0, _context.Inputs.Count).Where(_context.Inputs.IsNumber)
            .Select(input => (Input: input, Number: _row.Number(input)))
            .Where(x => Math.Abs(x.Number) > 1)
            .OrderByDescending(x => Math.Abs(x.Number))
            .ToList();
        var blamed = new List<(int Input, double Number)>();
        foreach (var large in numbers)
        {
            blamed.Add(large);
            _row.Set(large.Input, 1);
            _context.Model.Predictor.Score(_row, _answers);
            if (Array.TrueForAll(_answers, double.IsFinite))
                return blamed;
        }

        return [];
    }

    private void WriteUnseen(int from)
    {
        _writer.WriteStartArray("unseen"u8);
        for (var i = from; i < Unseen.Count; i++)
            _writer.WriteStringValue(_context.Inputs[Unseen[i]].Name);
        _writer.WriteEndArray();
    }

    private LoggedValue[] Inputs()
    {
        var values = new LoggedValue[_context.Inputs.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = _context.Inputs.IsNumber(i) ? LoggedValue.Of(_row.Number(i)) : LoggedValue.Of(_row.Text(i));
        return values;
    }

    private LoggedValue[] Outputs() => Array.ConvertAll(_answers, LoggedValue.Of);

    private void Replace(Problem problem)
    {
        _reader.Problems.Clear();
        var place = problem.Line is null ? "" : string.Create(
            CultureInfo.InvariantCulture, $" (line {problem.Line}, character {problem.Column})");
        _reader.Add(new FieldProblem(null, null, problem.Message.TrimEnd('.') + place + ".", Accepted));
    }

    private void Reset()
    {
        _reader.Problems.Clear();
        _reader.Unseen.Clear();
        Rows.Clear();
        (HasNoAnswer, IsOfLargeNumbers) = (false, false);
        _output.ResetWrittenCount();
        _writer.Reset();
    }
}

/// <param name="Id">Of the answer.</param>
/// <param name="Decisive">The answer that counts: what decides about the class, or the number.</param>
/// <param name="Inputs">What the model read; null for a row outside of the log's sample.</param>
/// <param name="Outputs">What it answered; null likewise.</param>
internal readonly record struct ScoredRow(PredictionId Id, double Decisive, LoggedValue[]? Inputs, LoggedValue[]? Outputs);
