using System.Globalization;

namespace Pipeline.Monitoring.Costs;

/// <summary>The metrics of a server, in the text format of Prometheus (version 0.0.4), as far as costs need them.</summary>
public static class ServerMetrics
{
    private const string Requests = "pipeline_requests_total";
    private const string Durations = "http_server_request_duration_seconds_bucket";
    private const int MostLines = 100_000;

    /// <summary>The reading with what the text says of requests; lines that are no samples are left out.</summary>
    /// <param name="text">Of <c>/metrics</c>; it may be anything.</param>
    /// <param name="reading">What is known already.</param>
    public static ServerReading Read(string text, ServerReading reading)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(reading);
        double? requests = null;
        var failed = 0.0;
        var buckets = new SortedDictionary<double, double>();
        foreach (var line in text.Split('\n').Take(MostLines))
        {
            if (Sample.TryRead(line) is not { } sample)
                continue;
            if (sample.Name == Requests && sample.Label("route") == "predict")
            {
                requests = (requests ?? 0) + sample.Value;
                failed += Number(sample.Label("status") ?? "") >= 500 ? sample.Value : 0;
            }
            else if (sample.Name == Durations && sample.Label("le") is { } le && Number(le) is { } upTo)
            {
                buckets[upTo] = buckets.GetValueOrDefault(upTo) + sample.Value;
            }
        }

        return reading with
        {
            Requests = requests ?? reading.Requests,
            Failed = requests is null ? reading.Failed : failed,
            Latencies = [.. buckets.Select(x => new LatencyBucket(double.IsInfinity(x.Key) ? null : x.Key, x.Value))],
        };
    }

    private static double? Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private sealed record Sample(string Name, string Labels, double Value)
    {
        public static Sample? TryRead(string line)
        {
            if (line.Length == 0 || line[0] == '#')
                return null;
            var (open, close) = (line.IndexOf('{', StringComparison.Ordinal), line.LastIndexOf('}'));
            var isLabelled = open > 0 && close > open;
            var name = isLabelled ? line[..open] : line.Split(' ')[0];
            var value = line[(isLabelled ? close + 1 : name.Length)..].Trim().Split(' ')[0];
            return Number(value) is { } number && double.IsFinite(number) && number >= 0
                ? new Sample(name, isLabelled ? line[(open + 1)..close] : "", number)
                : null;
        }

        /// <summary>Of the labels that are read here none has a quote in it; null where there is none.</summary>
        public string? Label(string name)
        {
            var key = $"{name}=\"";
            var at = Labels.IndexOf(key, StringComparison.Ordinal);
            if (at < 0 || (at > 0 && Labels[at - 1] != ','))
                return null;
            var end = Labels.IndexOf('"', at + key.Length);
            return end < 0 ? null : Labels[(at + key.Length)..end];
        }
    }
}
