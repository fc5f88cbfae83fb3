using System.IO.Hashing;
using System.Runtime.InteropServices;
using Pipeline.Core.Predictions;
using Pipeline.Environments;
using Pipeline.Gateway.Answers;
using Pipeline.Gateway.Metrics;

namespace Pipeline.Gateway.Traffic;

/// <summary>
/// Puts each request to a revision by weight. What a dead candidate does not answer the stable revision does; while that is
/// started again, requests wait for it.
/// </summary>
internal sealed class PredictionForwarder : IDisposable
{
    private static readonly Problem NobodyAnswers =
        new(StatusCodes.Status503ServiceUnavailable, "No revision of this model answers here now.");

    private readonly Splitter _splitter = new();
    private readonly RouteTable _routes;
    private readonly ForwardingOptions _options;
    private readonly TimeProvider _clock;
    private readonly UpstreamClient _client;
    private readonly Mirror _mirror;
    private readonly AnswerObserver _observer;

    public PredictionForwarder(RouteTable routes, ForwardingOptions options, GatewayMetrics metrics, TimeProvider clock)
    {
        (_routes, _options, _clock) = (routes, options, clock);
        _mirror = new Mirror(options.Mirror);
        _observer = new AnswerObserver(routes, _mirror, metrics, clock);
        _client = new UpstreamClient(options, _observer);
    }

    public void Dispose()
    {
        _mirror.Dispose();
        _client.Dispose();
    }

    public async Task ForwardAsync(HttpContext context)
    {
        var began = _clock.GetTimestamp();
        var (body, problem) = await WholeBody.ReadAsync(context, _options.MostBodyBytes);
        if (problem is null)
            await AnswerAsync(context, body, began);
        else
            await SayAsync(context, null, problem, began);
        body.Release();
    }

    private async ValueTask AnswerAsync(HttpContext context, WholeBody body, long began)
    {
        var mayAskCandidate = true;
        while (true)
        {
            if (Choose(context.Request, mayAskCandidate) is not { } upstream)
            {
                if (await WaitAsync(began, context))
                    continue;
                await SayAsync(context, null, NobodyAnswers, began);
                return;
            }

            var attempt = await AttemptAsync(new Exchange(context, body, upstream, began, _clock.GetTimestamp()));
            if (attempt.IsAnswered)
                return;
            if (!attempt.MayRepeat || (!mayAskCandidate && !await WaitAsync(began, context)))
            {
                await SayAsync(context, upstream, ProblemOf(attempt, upstream), began);
                return;
            }

            mayAskCandidate = false;
        }
    }

    private Upstream? Choose(HttpRequest request, bool mayAskCandidate)
    {
        var (split, stable, candidate) = _routes.Current;
        // Outcomes are judged by the model whose answers people act on, and whose server stays; another takes them where it is
        // down, since logs are joined whosever they are.
        if (request.Path == Attempt.Feedback)
            return mayAskCandidate ? stable ?? candidate : candidate ?? stable;
        if (!mayAskCandidate || candidate is null)
            return stable;
        var isCandidate = split.Stickiness is { } stickiness && Sticky.KeyOf(request, stickiness) is { Length: > 0 } key
            ? Sticky.IsCandidate(key, candidate.Revision, split.Weight)
            : _splitter.NextIsCandidate(split.Weight);
        return isCandidate ? candidate : stable;
    }

    private async ValueTask<Attempt> AttemptAsync(Exchange exchange)
    {
        exchange.Upstream.Meter.Begin();
        var attempt = await _client.SendAsync(exchange);
        if (!attempt.IsAnswered)
            _observer.CountFailure(exchange, attempt);
        return attempt;
    }

    private static Problem ProblemOf(Attempt attempt, Upstream upstream) => attempt.Result == AttemptResult.BadRequest
        ? new Problem(attempt.Status, "The request cannot be sent on: it is not as HTTP has it.")
        : new Problem(attempt.Status, $"Revision {upstream.Revision} did not answer.");

    private async ValueTask<bool> WaitAsync(long began, HttpContext context)
    {
        if (!MayWait() || context.RequestAborted.IsCancellationRequested)
            return false;
        await Task.Delay(_options.LookEvery, _clock, CancellationToken.None);
        return _routes.Current.Stable is not null || MayWait();

        // Without a stable revision, even one that does not run now, waiting for it is pointless.
        bool MayWait() => _routes.Current.Split.Stable is not null && _clock.GetElapsedTime(began) < _options.Patience;
    }

    /// <summary>A client that was told a part of an answer is cut off, so that it does not take that for the whole.</summary>
    private async ValueTask SayAsync(HttpContext context, Upstream? upstream, Problem problem, long began)
    {
        var isTold = context.Response.HasStarted;
        if (!isTold)
            context.Response.StatusCode = problem.Status;
        _observer.Count(context, upstream, began);
        if (isTold)
            context.Abort();
        else
            await problem.WriteAsync(context);
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

/// <summary>
/// Keeps a client with its revision: its key has a place between 0 and 100%, and the candidate has those below its weight, so
/// that a client that once met the candidate meets it at each greater weight too. Another candidate has other clients first.
/// </summary>
internal static class Sticky
{
    private const ulong Places = 1_000_000;

    /// <summary>What the client sends under the name; null where it sends nothing.</summary>
    public static string? KeyOf(HttpRequest request, TrafficStickiness stickiness) => stickiness.Header is { } header
        ? request.Headers[header].ToString()
        : request.Cookies[stickiness.Cookie!];

    /// <param name="key">Not empty.</param>
    /// <param name="candidate">The number of its revision.</param>
    /// <param name="weight">In percent.</param>
    public static bool IsCandidate(string key, int candidate, int weight) =>
        XxHash3.HashToUInt64(MemoryMarshal.AsBytes(key.AsSpan()), candidate) % Places < (ulong)weight * (Places / 100);
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

    /// <summary>How many requests a server is answering from which on it is asked by HTTP/2, where it can. Default 16.</summary>
    public int Http2From { get; init; } = 16;

    /// <summary>Of copies of requests.</summary>
    public MirrorOptions Mirror { get; init; } = new();
}
