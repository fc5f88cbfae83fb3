using System.Net;
using System.Net.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Pipeline.Gateway.Traffic;

/// <summary>
/// Puts each request to a revision by weight. What a dead candidate does not answer the stable revision does; while that is
/// started again, requests wait for it.
/// </summary>
internal sealed class PredictionForwarder(
    IHttpForwarder forwarder, RouteTable routes, ForwardingOptions options, TimeProvider clock) : IDisposable
{
    private readonly Splitter _splitter = new();

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        ActivityHeadersPropagator = null,
    });

    private readonly ForwarderRequestConfig _config = new() { ActivityTimeout = options.AnswerWithin };

    public void Dispose() => _client.Dispose();

    public async Task ForwardAsync(HttpContext context)
    {
        var isReplayable = RetryRules.Prepare(context.Request);
        var began = clock.GetTimestamp();
        var mayAskCandidate = true;
        while (true)
        {
            if (Choose(mayAskCandidate) is not { } upstream)
            {
                if (await WaitAsync(began, context))
                    continue;
                await SayAsync(context, StatusCodes.Status503ServiceUnavailable, "No revision of this model answers here now.");
                return;
            }

            var error = await AttemptAsync(context, upstream);
            var isOver = error == ForwarderError.None || !RetryRules.MayRetry(context, error, isReplayable);
            if (isOver || (!mayAskCandidate && !await WaitAsync(began, context)))
            {
                if (error != ForwarderError.None)
                    await SayAsync(context, context.Response.StatusCode, $"Revision {upstream.Revision} did not answer.");
                return;
            }

            mayAskCandidate = false;
            Rewind(context, isReplayable);
        }
    }

    private Upstream? Choose(bool mayAskCandidate)
    {
        var (stable, candidate, weight) = routes.Current;
        return mayAskCandidate && candidate is not null && _splitter.NextIsCandidate(weight) ? candidate : stable;
    }

    private async Task<ForwarderError> AttemptAsync(HttpContext context, Upstream upstream)
    {
        var began = clock.GetTimestamp();
        upstream.Meter.Begin();
        try
        {
            var error = await forwarder.SendAsync(context, upstream.Prefix, _client, _config, upstream.Transformer);
            upstream.Meter.Count(Classify(error, context.Response.StatusCode), clock.GetElapsedTime(began));
            return error;
        }
        finally
        {
            upstream.Meter.End();
        }
    }

    private static AttemptResult Classify(ForwarderError error, int status) => error switch
    {
        ForwarderError.None => status >= 500 ? AttemptResult.ServerError : AttemptResult.Answered,
        ForwarderError.RequestTimedOut => AttemptResult.Timeout,
        ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled or ForwarderError.RequestBodyClient
            or ForwarderError.ResponseBodyCanceled or ForwarderError.ResponseBodyClient => AttemptResult.GivenUp,
        _ => AttemptResult.ConnectionFailure,
    };

    private async Task<bool> WaitAsync(long began, HttpContext context)
    {
        if (!MayWait() || context.RequestAborted.IsCancellationRequested)
            return false;
        await Task.Delay(options.LookEvery, clock, CancellationToken.None);
        return routes.Current.Stable is not null || MayWait();

        bool MayWait() => routes.Current.HasStable && clock.GetElapsedTime(began) < options.Patience;
    }

    private static void Rewind(HttpContext context, bool isReplayable)
    {
        context.Response.Clear();
        if (isReplayable)
            context.Request.Body.Position = 0;
    }

    /// <summary>To a client that still listens and was told nothing else.</summary>
    private static Task SayAsync(HttpContext context, int status, string error)
    {
        if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
            return Task.CompletedTask;
        context.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = "1";
        return context.Response.WriteAsJsonAsync(new { error });
    }
}
