using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pipeline.Models;
using Pipeline.Models.Explanation;
using Pipeline.Models.Tables;
using Pipeline.Serving.Predictions;
using Pipeline.Serving.Requests;

namespace Pipeline.Serving.Explanations;

/// <summary>
/// <c>POST /explain</c>: the body of <c>/predict</c>, answered with what each input adds to the answer. An explanation costs as
/// much as thousands of predictions where it is sampled; so few rows are taken, and few requests at one time.
/// </summary>
internal sealed class ExplainEndpoint(ServingContext context) : IDisposable
{
    /// <summary>In one request, of a model whose trees tell.</summary>
    private const int MostRows = 100;

    /// <summary>In one request, of a model that has to be asked.</summary>
    private const int MostAsked = 300_000;

    /// <summary>That wait for their turn; what comes on top is refused.</summary>
    private const int MostWaiting = 8;

    private const string Nothing =
        "The model has nothing to explain its answers by: it was made by an older toolkit. Train it again.";

    private readonly SemaphoreSlim _turn = new(1);
    private int _waiting;

    public async Task InvokeAsync(HttpContext http)
    {
        if (context.Model.Explainer is not { } explainer)
        {
            await ProblemResponse.WriteAsync(http, StatusCodes.Status404NotFound, Nothing);
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _waiting) > MostWaiting)
                await RefuseAsync(http);
            else if (!PredictEndpoint.IsPlain(http.Request))
                await PredictEndpoint.RefuseEncodingAsync(http);
            else
                await AnswerAsync(http, explainer);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Who asks for too many explanations is told so, and not that the server has no room for predictions.</summary>
    private static Task RefuseAsync(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "1";
        return ProblemResponse.WriteAsync(
            http, StatusCodes.Status429TooManyRequests, "The server explains as many answers as it may at one time.");
    }

    public void Dispose() => _turn.Dispose();

    private async Task AnswerAsync(HttpContext http, IExplainer explainer)
    {
        var most = Math.Clamp(MostAsked / Math.Max(1, explainer.AskedPerRow), 1, MostRows);
        var rows = new ExplainedRows(context, most);
        using (var body = await RequestBody.ReadAsync(http.Request, context.Options.MostBodyBytes, http.RequestAborted))
            rows.Read(body.Utf8);
        if (rows.Problems.Count > 0)
        {
            await ProblemResponse.WriteAsync(
                http, StatusCodes.Status400BadRequest, PredictEndpoint.Refused, rows.Problems);
            return;
        }

        await _turn.WaitAsync(http.RequestAborted);
        IReadOnlyList<Attribution> explained;
        try
        {
            explained = explainer.Explain(rows.ToTable(), http.RequestAborted);
        }
        finally
        {
            _turn.Release();
        }

        if (explained.Any(one => !double.IsFinite(one.Answer) || one.Contributions.Any(part => !double.IsFinite(part))))
        {
            await ProblemResponse.WriteAsync(
                http, StatusCodes.Status500InternalServerError, "The model has no answer that could be explained.");
            return;
        }

        var output = rows.Write(explainer, explained);
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = output.Length;
        await http.Response.Body.WriteAsync(output, http.RequestAborted);
    }
}

/// <summary>The rows of one request to explain.</summary>
internal sealed class ExplainedRows : IRowTaker
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ServingContext _context;
    private readonly FeatureRow _row;
    private readonly RowReader _reader;
    private readonly BodyRows _body;
    private readonly ColumnBuilder[] _columns;
    private readonly List<double[]> _answers = [];
    private bool _isList;

    /// <param name="context">Has the model.</param>
    /// <param name="most">How many rows are taken.</param>
    public ExplainedRows(ServingContext context, int most)
    {
        _context = context;
        _row = new FeatureRow(context.Model.Signature);
        _reader = new RowReader(context.Inputs, _row);
        _body = new BodyRows(_reader, most);
        _columns = [.. context.Model.Signature.Inputs.Select(input => input.Type == ColumnType.Number
            ? (ColumnBuilder)new NumberColumnBuilder(input.Name)
            : new CategoryColumnBuilder(input.Name))];
    }

    public IReadOnlyList<FieldProblem> Problems => _reader.Problems;

    public void Read(ReadOnlySpan<byte> utf8) => _body.Read(utf8, this);

    void IRowTaker.Begin(bool isList) => _isList = isList;

    void IRowTaker.Take(int? number)
    {
        for (var input = 0; input < _columns.Length; input++)
        {
            if (_columns[input] is NumberColumnBuilder numbers)
                numbers.Append(_row.Number(input));
            else if (_row.Text(input) is { } text)
                ((CategoryColumnBuilder)_columns[input]).Append(text);
            else
                _columns[input].AppendMissing();
        }

        var answers = new double[_context.Model.Signature.Outputs.Count];
        _context.Model.Predictor.Score(_row, answers);
        _answers.Add(answers);
    }

    void IRowTaker.End()
    {
    }

    /// <summary>To be asked once.</summary>
    public Table ToTable() => new(_columns.Select(column => column.Build()));

    /// <summary>The answer.</summary>
    public ReadOnlyMemory<byte> Write(IExplainer explainer, IReadOnlyList<Attribution> explained)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(output, WriterOptions);
        writer.WriteStartObject();
        if (_isList)
            writer.WriteStartArray("explanations"u8);
        for (var row = 0; row < explained.Count; row++)
        {
            if (_isList)
                writer.WriteStartObject();
            Write(writer, explained[row], _answers[row]);
            if (_isList)
                writer.WriteEndObject();
        }

        if (_isList)
            writer.WriteEndArray();
        writer.WriteString("method"u8, explainer.Method);
        writer.WriteString("output"u8, explainer.Output);
        writer.WritePropertyName("model"u8);
        writer.WriteRawValue(_context.Model.Brief.Span, skipInputValidation: true);
        writer.WriteEndObject();
        writer.Flush();
        return output.WrittenMemory;
    }

    private void Write(Utf8JsonWriter writer, Attribution one, double[] answers)
    {
        writer.WriteStartObject("prediction"u8);
        _context.Model.Form.Write(writer, answers);
        if (_context.Model.Form.Label(answers) is { } label)
            writer.WriteString("label"u8, label);
        writer.WriteEndObject();
        writer.WriteNumber("baseValue"u8, one.BaseValue);
        writer.WriteNumber("explained"u8, one.Answer);
        Write(writer, "contributions", one.Contributions);
        if (one.StandardErrors is { } errors)
            Write(writer, "standardErrors", errors);
    }

    private void Write(Utf8JsonWriter writer, string name, IReadOnlyList<double> values)
    {
        writer.WriteStartObject(name);
        for (var input = 0; input < values.Count; input++)
            writer.WriteNumber(_context.Model.InputNames[input], values[input]);
        writer.WriteEndObject();
    }
}
