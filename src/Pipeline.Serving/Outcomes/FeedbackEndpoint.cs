using Microsoft.AspNetCore.Http;
using Pipeline.Serving.Predictions;
using Pipeline.Serving.Requests;

namespace Pipeline.Serving.Outcomes;

/// <summary>
/// <c>POST /feedback</c>: what came true of a prediction, or of several, into the prediction log. All of a request is accepted,
/// or nothing. Whether the predictions are known is found where logs are joined: they may be another server's.
/// </summary>
internal sealed class FeedbackEndpoint(ServingContext context)
{
    private int _inProgress;

    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            if (Interlocked.Increment(ref _inProgress) > context.Options.MostRequests)
                await RefuseAsync(http, "The server takes as many reports as it may at one time.");
            else if (!PredictEndpoint.IsPlain(http.Request))
                await PredictEndpoint.RefuseEncodingAsync(http);
            else
                await TakeAsync(http);
        }
        finally
        {
            Interlocked.Decrement(ref _inProgress);
        }
    }

    private async Task TakeAsync(HttpContext http)
    {
        if (context.Metrics.Log is not { } log)
        {
            await ProblemResponse.WriteAsync(
                http, StatusCodes.Status501NotImplemented, "The server keeps no prediction log: it was started without --log.");
            return;
        }

        var reports = new ReportReader(context.Model.Signature, context.Time);
        using (var body = await RequestBody.ReadAsync(http.Request, context.Options.MostBodyBytes, http.RequestAborted))
            reports.Read(body.Utf8, context.Options.MostRows);
        if (reports.Problems.Count > 0)
        {
            await ProblemResponse.WriteAsync(http, StatusCodes.Status400BadRequest, PredictEndpoint.Refused, reports.Problems);
            return;
        }

        // An outcome cannot be asked for again, as a prediction can: it is accepted once it outlives this process.
        if (!await log.WriteAsync(reports.All))
        {
            await RefuseAsync(http, "The reports could not be written. Send all of them again: what is told twice counts once.");
            return;
        }

        context.Metrics.CountOutcomes(reports.All.Count);
        var answer = CompactJson.Of(new { Accepted = reports.All.Count });
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = answer.Length;
        await http.Response.Body.WriteAsync(answer, http.RequestAborted);
    }

    private static Task RefuseAsync(HttpContext http, string title)
    {
        http.Response.Headers.RetryAfter = "1";
        return ProblemResponse.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, title);
    }
}
