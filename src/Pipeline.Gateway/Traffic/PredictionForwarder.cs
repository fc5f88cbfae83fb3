using System.Net;
using System.Net.Http;
using Pipeline.Core.Predictions;
using Pipeline.Gateway.Answers;
using Pipeline.Gateway.Metrics;
using Yarp.ReverseProxy.Forwarder;

namespace Pipeline.Gateway.Traffic;

/// <summary>
/// Puts each request to a revision by weight. What a dead candidate does not answer the stable revision does; while that is
/// started again, requests wait for it.
/// </summary>
internal sealed class PredictionForwarder(
    IHttpForwarder forwarder, RouteTable routes, ForwardingOptions options, GatewayMetrics metrics, TimeProvider clock)
    : IDisposable
{
    private static readonly Problem NobodyAnswers =
        new(StatusCodes.Status503ServiceUnavailable, "No revision of this model answers here now.");

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
        var began = clock.GetTimestamp();
        var upstream = await WholeBody.ReadAsync(context, options.MostBodyBytes) is { } problem
            ? await SayAsync(context, problem)
            : await AnswerAsync(context, began);
        metrics.Record(context, upstream, clock.GetElapsedTime(began));
    }

    /// <returns>The revision that answered, or was asked last; null where none could be asked.</returns>
    private async Task<Upstream?> AnswerAsync(HttpContext context, long began)
    {
        var mayAskCandidate = true;
        while (true)
        {
            if (Choose(mayAskCandidate) is not { } upstream)
            {
                if (await WaitAsync(began, context))
                    continue;
                return await SayAsync(context, NobodyAnswers);
            }

            var error = await AttemptAsync(context, upstream);
            var isOver = error == ForwarderError.None || !RetryRules.MayRetry(context, error);
            if (isOver || (!mayAskCandidate && !await WaitAsync(began, context)))
            {
                if (error != ForwarderError.None)
                    await SayAsync(context, Failure(context, error, upstream));
                return upstream;
            }

            mayAskCandidate = false;
            Rewind(context);
        }
    }

    private Upstream? Choose(bool mayAskCandidate)
    {
        var (split, stable, candidate) = routes.Current;
        return mayAskCandidate && candidate is not null && _splitter.NextIsCandidate(split.Weight) ? candidate : stable;
    }

    private async Task<ForwarderError> AttemptAsync(HttpContext context, Upstream upstream)
    {
        var began = clock.GetTimestamp();
        upstream.Meter.Begin();
        try
        {
            var error = await forwarder.SendAsync(context, upstream.Prefix, _client, _config, upstream.Transformer);
            upstream.Meter.Count(RetryRules.Classify(context, error), clock.GetElapsedTime(began));
            return error;
        }
        finally
        {
            upstream.Meter.End();
        }
    }

    private static Problem Failure(HttpContext context, ForwarderError error, Upstream upstream) =>
        RetryRules.Classify(context, error) == AttemptResult.BadRequest
            ? new Problem(StatusCodes.Status400BadRequest, "The request cannot be sent on: it is not as HTTP has it.")
            : new Problem(context.Response.StatusCode, $"Revision {upstream.Revision} did not answer.");

    private async Task<bool> WaitAsync(long began, HttpContext context)
    {
        if (!MayWait() || context.RequestAborted.IsCancellationRequested)
            return false;
        await Task.Delay(options.LookEvery, clock, CancellationToken.None);
        return routes.Current.Stable is not null || MayWait();

        // Without a stable revision, even one that does not run now, waiting for it is pointless.
        bool MayWait() => routes.Current.Split.Stable is not null && clock.GetElapsedTime(began) < options.Patience;
    }

    private static void Rewind(HttpContext context)
    {
        context.Response.Clear();
        if (context.Request.Body.CanSeek)
            context.Request.Body.Position = 0;
    }

    private static async Task<Upstream?> SayAsync(HttpContext context, Problem problem)
    {
        await problem.WriteAsync(context);
        return null;
    }
}

/// <summary>
/// Chooses who answers, without chance: an additive recurrence by nearly the golden ratio. Of any hundred requests in a row
/// exactly as many go to the candidate as its weight says, spread evenly, and not in step with a client's own rhythm.
/// </summary>
internal sealed class Splitter
{
    private const ulong Steps = 100;
    private const ulong Stride = 61;

    private long _requests = -1;

    /// <param name="weight">In percent.</param>
    public bool NextIsCandidate(int weight) =>
        (ulong)Interlocked.Increment(ref _requests) % Steps * Stride % Steps < (ulong)weight;
}

/// <summary>How long the gateway waits for revisions.</summary>
internal sealed record ForwardingOptions
{
    /// <summary>The largest request, in bytes. Default: what a server takes.</summary>
    public int MostBodyBytes { get; init; } = PredictionLimits.MostBodyBytes;

    /// <summary>For an answer, or for its next part. Default 30 s.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a request waits for a stable revision that is being started again. Default 5 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Between two looks at whether it is there. Default 50 ms.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromMilliseconds(50);
}
