using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Pipeline.Models.Predictions;
using Pipeline.Serving.Requests;

namespace Pipeline.Serving.Predictions;

/// <summary><c>POST /predict</c>: one row or a list of rows as JSON, whatever content type the request says it has.</summary>
internal sealed class PredictEndpoint(ServingContext context)
{
    internal const string Refused = "The request is not accepted.";
    private const string NoAnswer = "The model has no answer.";
    private const string Encodings = "br, deflate, gzip";
    private const int MostKeptBytes = 1 << 18;

    private readonly GatewayHeaders _gateway = new(context.Options.Secret);
    private readonly ConcurrentBag<PredictionScope> _scopes = [];

    public async Task InvokeAsync(HttpContext http)
    {
        var started = context.Time.GetTimestamp();
        var isBusy = context.Metrics.Enter() > context.Options.MostRequests;
        try
        {
            if (isBusy)
                await RefuseAsync(http);
            else if (!IsPlain(http.Request))
                await RefuseEncodingAsync(http);
            else
                await AnswerAsync(http, started);
        }
        finally
        {
            context.Metrics.Leave();
        }
    }

    /// <summary>Takes the way of a request once, so that the first real one is not the slowest.</summary>
    public IReadOnlyList<FieldProblem> WarmUp(ReadOnlySpan<byte> utf8)
    {
        var scope = new PredictionScope(context);
        scope.Answer(utf8, isLogged: true);
        _scopes.Add(scope);
        // The row is made up: that a model has no answer to it says nothing about the rows that it is asked for.
        return scope.HasNoAnswer ? [] : [.. scope.Problems];
    }

    private async Task AnswerAsync(HttpContext http, long started)
    {
        using var body = await RequestBody.ReadAsync(http.Request, context.Options.MostBodyBytes, http.RequestAborted);
        var scope = _scopes.TryTake(out var used) ? used : new PredictionScope(context);
        var isProbe = _gateway.IsProbe(http.Request);
        scope.Answer(body.Utf8, isLogged: context.Metrics.Log is not null && !isProbe);
        if (!isProbe)
            CountUnseen(scope.Unseen);
        if (scope.Problems.Count > 0)
        {
            var (status, title) = scope is { HasNoAnswer: true, IsOfLargeNumbers: false }
                ? (StatusCodes.Status500InternalServerError, NoAnswer)
                : (StatusCodes.Status400BadRequest, Refused);
            if (!isProbe)
                context.Refusals.Count(scope.Problems);
            await ProblemResponse.WriteAsync(http, status, title, scope.Problems);
        }
        else
        {
            if (!isProbe)
                Record(scope, http.Request, context.Time.GetElapsedTime(started));
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = scope.Output.Length;
            await http.Response.Body.WriteAsync(scope.Output, http.RequestAborted);
        }

        if (scope.Output.Length <= MostKeptBytes)
            _scopes.Add(scope);
        else
            scope.Dispose();
    }

    private void Record(PredictionScope scope, HttpRequest request, TimeSpan latency)
    {
        foreach (var row in scope.Rows)
        {
            context.Metrics.Predict(row.Decisive);
            if (row.Inputs is not null && PredictionIds.IsSampled(row.Id, context.Options.Sampling))
                context.Metrics.Log!.TryWrite(Entry(row, request, latency));
        }
    }

    private PredictionLogEntry.Prediction Entry(ScoredRow row, HttpRequest request, TimeSpan latency) => new()
    {
        Id = row.Id,
        Time = context.Time.GetUtcNow(),
        Model = context.Model.Identity,
        Route = _gateway.RouteOf(request),
        Inputs = new LoggedValues(context.Model.InputNames, row.Inputs!),
        Outputs = new LoggedValues(context.Model.Signature.Outputs, row.Outputs!),
        Latency = latency,
        SamplingProbability = context.Options.Sampling,
        Key = row.Key,
        TraceId = ActivityContext.TryParse(request.Headers.TraceParent, null, out var trace) ? trace.TraceId.ToHexString() : null,
    };

    private void CountUnseen(IReadOnlyList<int> inputs)
    {
        for (var i = 0; i < inputs.Count; i++)
            context.Metrics.CountUnseen(context.Model.InputNames[inputs[i]]);
    }

    /// <summary>What is packed in a known way was unpacked before, and says so no more.</summary>
    internal static bool IsPlain(HttpRequest request) =>
        request.Headers.ContentEncoding.Count == 0
        || request.Headers.ContentEncoding.ToString() is "" or "identity";

    internal static Task RefuseEncodingAsync(HttpContext http)
    {
        http.Response.Headers.AcceptEncoding = Encodings;
        return ProblemResponse.WriteAsync(
            http,
            StatusCodes.Status415UnsupportedMediaType,
            $"The body is packed in a way that the server does not read. Not packed, or one of {Encodings}, is accepted.");
    }

    private static Task RefuseAsync(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "1";
        return ProblemResponse.WriteAsync(
            http, StatusCodes.Status503ServiceUnavailable, "The server answers as many requests as it may at one time.");
    }
}
