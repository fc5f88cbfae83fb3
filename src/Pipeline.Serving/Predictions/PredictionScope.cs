using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pipeline.Models;
using Pipeline.Models.Predictions;
using Pipeline.Serving.Requests;

namespace Pipeline.Serving.Predictions;

/// <summary>Everything that one request to predict needs in memory, used again by the next: reads, scores and writes.</summary>
internal sealed class PredictionScope : IRowTaker, IDisposable
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ServingContext _context;
    private readonly FeatureRow _row;
    private readonly RowReader _reader;
    private readonly BodyRows _body;
    private readonly double[] _answers;
    private readonly ArrayBufferWriter<byte> _output = new(1024);
    private readonly Utf8JsonWriter _writer;
    private bool _isLogged;
    private bool _isList;
    private int _unseen;

    public PredictionScope(ServingContext context)
    {
        _context = context;
        _row = new FeatureRow(context.Model.Signature);
        _reader = new RowReader(context.Inputs, _row, context.Options.KeySecret);
        _body = new BodyRows(_reader, context.Options.MostRows);
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
        _isLogged = isLogged;
        _body.Read(utf8, this);
    }

    public void Dispose() => _writer.Dispose();

    void IRowTaker.Begin(bool isList)
    {
        _isList = isList;
        _writer.WriteStartObject();
        if (isList)
            _writer.WriteStartArray("predictions"u8);
    }

    void IRowTaker.Take(int? number)
    {
        if (_isList)
            _writer.WriteStartObject();
        AnswerRow(number);
        _unseen = Unseen.Count;
        if (_isList)
            _writer.WriteEndObject();
    }

    void IRowTaker.End()
    {
        if (_isList)
            _writer.WriteEndArray();
        _writer.WritePropertyName("model"u8);
        _writer.WriteRawValue(_context.Model.Brief.Span, skipInputValidation: true);
        _writer.WriteEndObject();
        _writer.Flush();
    }

    private void AnswerRow(int? number)
    {
        _context.Model.Predictor.Score(_row, _answers);
        if (Array.FindIndex(_answers, answer => !double.IsFinite(answer)) is >= 0 and var broken)
        {
            AddNoAnswer(number, broken);
            return;
        }

        var id = _context.Ids.Next();
        var decisive = _context.Model.Form.Decisive(_answers);
        Span<byte> text = stackalloc byte[PredictionId.Length];
        id.TryFormat(text, out _);
        _writer.WriteString("id"u8, text);
        _context.Model.Form.Write(_writer, _answers);
        if (_context.Model.Form.Label(_answers) is { } label)
            _writer.WriteString("label"u8, label);
        if (Unseen.Count > _unseen)
            WriteUnseen(_unseen);
        Rows.Add(_isLogged
            ? new ScoredRow(id, decisive, Inputs(), Outputs(), _reader.Key)
            : new ScoredRow(id, decisive, null, null, default));
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
                CultureInfo.InvariantCulture, $"'{name}' is {number}; the model has no answer to a number of that size."))
            {
                Reason = RefusalReason.OutOfRange,
            });
        }

        if (large.Count == 0)
        {
            _reader.Add(new FieldProblem(row, _context.Model.Signature.Outputs[output], string.Create(
                CultureInfo.InvariantCulture, $"The model's answer is {answer}, which is no number."))
            {
                Reason = RefusalReason.NoAnswer,
            });
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

    private void Reset()
    {
        _reader.Problems.Clear();
        _reader.Unseen.Clear();
        Rows.Clear();
        (HasNoAnswer, IsOfLargeNumbers, _unseen) = (false, false, 0);
        _output.ResetWrittenCount();
        _writer.Reset();
    }
}

/// <param name="Id">Of the answer.</param>
/// <param name="Decisive">The answer that counts: what decides about the class, or the number.</param>
/// <param name="Inputs">What the model read; null for a row outside of the log's sample.</param>
/// <param name="Outputs">What it answered; null likewise.</param>
/// <param name="Key">What the client knows the row by; may be none.</param>
internal readonly record struct ScoredRow(
    PredictionId Id, double Decisive, LoggedValue[]? Inputs, LoggedValue[]? Outputs, PredictionKey Key);
