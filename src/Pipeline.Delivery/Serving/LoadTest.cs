using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Pipeline.Core.Checks;
using Pipeline.Evaluation.Serving;
using Pipeline.Models.Documents;
using Pipeline.Statistics;

namespace Pipeline.Delivery.Serving;

/// <summary>Asks a server for single rows: to warm it up, then one after another, then from several callers at a time.</summary>
/// <param name="http">Leads to the server.</param>
/// <param name="bodies">Of requests, in the order in which they are asked for, over and over.</param>
/// <param name="spec">How much is asked.</param>
internal sealed class LoadTest(HttpMessageInvoker http, IReadOnlyList<byte[]> bodies, ServerSpec spec)
{
    /// <summary>Of the time that several callers ask.</summary>
    private const int Windows = 20;

    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly double[] Shown = [0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1];

    private int _failed;

    public async Task<LoadResult> RunAsync(Uri address, CancellationToken cancellationToken)
    {
        var target = new Uri(address, "/predict");
        await EachAsync(spec.WarmUp, spec.Connections, target, (_, _) => { }, cancellationToken);
        Interlocked.Exchange(ref _failed, 0);
        var latencies = new double[spec.Requests];
        await EachAsync(spec.Requests, 1, target, (index, took) => latencies[index] = took.TotalMilliseconds, cancellationToken);
        var ends = new double[spec.Requests];
        var done = 0;
        var began = Stopwatch.GetTimestamp();
        await EachAsync(
            spec.Requests, spec.Connections, target,
            (_, _) => ends[Interlocked.Increment(ref done) - 1] = Stopwatch.GetElapsedTime(began).TotalSeconds,
            cancellationToken);
        Array.Sort(latencies);
        Array.Sort(ends);
        return new LoadResult(latencies, Rates(ends), (double)_failed / (2 * spec.Requests));
    }

    /// <summary>The share of requests that took no longer than each of these.</summary>
    public static IReadOnlyList<LatencyQuantile> Curve(double[] sorted) =>
        [.. Shown.Select(share => new LatencyQuantile(share, OrderStatistics.Quantile(sorted, share)))];

    /// <summary>Answers in a second, in each of the windows of as many answers; ascending.</summary>
    /// <param name="ends">When each answer had come, ascending, in seconds from the beginning.</param>
    internal static double[] Rates(double[] ends)
    {
        var size = ends.Length / Windows;
        var rates = new double[Windows];
        for (var window = 0; window < Windows; window++)
        {
            var from = window == 0 ? 0 : ends[(window * size) - 1];
            // A clock that has not moved would make an infinite rate of it.
            rates[window] = size / Math.Max(ends[((window + 1) * size) - 1] - from, 1e-7);
        }

        Array.Sort(rates);
        return rates;
    }

    private async Task EachAsync(
        int count, int callers, Uri target, Action<int, TimeSpan> tell, CancellationToken cancellationToken)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(CallAsync, cancellationToken)));

        async Task CallAsync()
        {
            for (var index = Interlocked.Increment(ref next); index < count; index = Interlocked.Increment(ref next))
            {
                var began = Stopwatch.GetTimestamp();
                await AskAsync(target, bodies[index % bodies.Count], cancellationToken);
                tell(index, Stopwatch.GetElapsedTime(began));
            }
        }
    }

    private async Task AskAsync(Uri target, byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = Json } },
        };
        using var response = await http.SendAsync(request, cancellationToken);
        await response.Content.CopyToAsync(Stream.Null, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
            Interlocked.Increment(ref _failed);
    }
}

/// <summary>How long a server took to answer.</summary>
/// <param name="Latencies">Of single requests one after another; milliseconds, ascending.</param>
/// <param name="Rates">Answers in a second to several callers, in windows of as many answers; ascending.</param>
/// <param name="Failed">The share that was not answered with 200.</param>
internal sealed record LoadResult(double[] Latencies, double[] Rates, double Failed)
{
    private const double Confidence = 0.95;

    /// <summary>As documents have it; an answer that is a refusal is no prediction, however fast it is.</summary>
    public IEnumerable<Measurement> ToMeasurements()
    {
        (string Name, double Share)[] latencies =
        [
            (ServerFigures.LatencyP50, 0.5), (ServerFigures.LatencyP90, 0.9), (ServerFigures.LatencyP99, 0.99),
        ];
        foreach (var (name, share) in latencies)
            yield return Of(name, Latencies, share, Latencies.Length);
        yield return Of(ServerFigures.Throughput, Rates, 0.5, Latencies.Length);
    }

    private Measurement Of(string name, double[] sorted, double share, int samples) => new()
    {
        Name = name,
        Unit = ServerFigures.UnitOf(name),
        Value = Failed > 0
            ? new MeasuredValue.NotMeasured(
                string.Create(CultureInfo.InvariantCulture, $"{Failed:P1} of the requests were refused"))
            : OrderStatistics.Quantile(sorted, share),
        Samples = samples,
        Interval = Failed == 0 && OrderStatistics.Interval(sorted, share, Confidence) is { } ends
            ? new ConfidenceInterval(ends.Low, ends.High, Confidence)
            : null,
    };
}
