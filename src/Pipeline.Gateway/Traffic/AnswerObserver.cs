using Pipeline.Gateway.Metrics;

namespace Pipeline.Gateway.Traffic;

/// <summary>Counts what revisions answered and what the answers said, and has some requests copied.</summary>
internal sealed class AnswerObserver(RouteTable routes, Mirror mirror, GatewayMetrics metrics, TimeProvider clock)
{
    private readonly Splitter _sampler = new();

    /// <summary>A revision answered; its client is about to be told.</summary>
    public void Count(Exchange exchange, Attempt attempt)
    {
        exchange.Upstream.Meter.End(attempt.Result, clock.GetElapsedTime(exchange.Asked));
        Count(exchange.Context, exchange.Upstream, exchange.Began);
    }

    /// <summary>A request is about to be answered with the status that is set.</summary>
    public void Count(HttpContext context, Upstream? upstream, long began) =>
        metrics.Record(context, upstream, clock.GetElapsedTime(began));

    /// <summary>A revision did not answer, and another may yet.</summary>
    public void CountFailure(Exchange exchange, Attempt attempt)
    {
        exchange.Upstream.Meter.End(attempt.Result, clock.GetElapsedTime(exchange.Asked));
        if (attempt.Result == AttemptResult.ConnectionFailure)
            routes.NoteSilence();
    }

    /// <summary>Once the client was told: nothing here holds an answer up.</summary>
    /// <param name="exchange">That was answered.</param>
    /// <param name="answer">Read during this call alone.</param>
    public void See(Exchange exchange, ReadOnlyMemory<byte> answer)
    {
        var (request, upstream) = (exchange.Context.Request, exchange.Upstream);
        if (exchange.Context.Response.StatusCode != StatusCodes.Status200OK || request.Path != Upstream.Predict
            || !HttpMethods.IsPost(request.Method))
            return;
        var counts = upstream.Meter.Predictions;
        PredictionReader.Read(answer.Span, ref counts);
        var current = routes.Current;
        if (current.Shadow is { } shadow && upstream.Revision == current.Stable?.Revision
            && _sampler.NextIsCandidate(current.Split.Mirror!.Share))
            mirror.Offer(request, exchange.Body.Memory, shadow, answer);
    }
}
