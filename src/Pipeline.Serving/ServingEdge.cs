using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Pipeline.Core.Predictions;
using Pipeline.Serving.Metrics;
using Pipeline.Serving.Requests;

namespace Pipeline.Serving;

/// <summary>Around every request: says which model answers, counts, and turns what goes wrong into a response.</summary>
internal sealed class ServingEdge(ServingContext context, ILogger logger)
{
    private const string Known =
        "There is POST /predict, /explain and /feedback, and GET /model, /metrics, /v2/health/live and /v2/health/ready.";

    private readonly string _digest = context.Model.Identity.Digest.ToString();
    private readonly GatewayHeaders _gateway = new(context.Options.Secret);

    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var started = context.Time.GetTimestamp();
        http.Response.Headers[PredictionHeaders.ModelDigest] = _digest;
        try
        {
            await next(http);
            if (IsOfTheServer(http.Request))
                await Allow(http.Response, "GET, HEAD, OPTIONS, POST");
            else if (http.Response is { HasStarted: false, StatusCode: 404 or 405 })
                await ProblemResponse.WriteAsync(http, http.Response.StatusCode, Known);
        }
        catch (BadHttpRequestException exception)
        {
            await RefuseAsync(http, exception);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception exception)
        {
            ServingLog.Failed(logger, RouteOf(http), exception.GetType().Name, exception.StackTrace);
            await FailAsync(http);
        }

        if (!_gateway.IsProbe(http.Request))
            Count(RouteOf(http), http.Response.StatusCode, context.Time.GetElapsedTime(started));
    }

    private void Count(RouteKind route, int status, TimeSpan duration)
    {
        context.Metrics.Count(route, status);
        if (route == RouteKind.Predict)
            context.Metrics.Time(status, duration);
    }

    /// <summary>Answers OPTIONS.</summary>
    public static Task Allow(HttpResponse response, string methods)
    {
        response.StatusCode = StatusCodes.Status204NoContent;
        response.Headers.Allow = methods;
        return Task.CompletedTask;
    }

    /// <summary><c>OPTIONS *</c>, which asks about no path.</summary>
    private static bool IsOfTheServer(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && !request.Path.HasValue;

    private static RouteKind RouteOf(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<RouteLabel>()?.Kind ?? RouteKind.Other;

    private Task RefuseAsync(HttpContext http, BadHttpRequestException exception)
    {
        if (http.Response.HasStarted)
            return Task.CompletedTask;
        var title = exception switch
        {
            { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
                $"A request has at most {context.Options.MostBodyBytes} bytes.",
            { Message: RequestBody.Damaged } => RequestBody.Damaged,
            _ => "The request did not arrive as HTTP has it.",
        };
        return ProblemResponse.WriteAsync(http, exception.StatusCode, title);
    }

    private static Task FailAsync(HttpContext http)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return Task.CompletedTask;
        }

        http.Response.Clear();
        return ProblemResponse.WriteAsync(
            http, StatusCodes.Status500InternalServerError, "The model did not answer. The server's log says more.");
    }
}
