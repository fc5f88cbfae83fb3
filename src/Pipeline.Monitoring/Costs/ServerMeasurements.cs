using Pipeline.Core.Checks;

namespace Pipeline.Monitoring.Costs;

/// <summary>What servers used and did, as rules measure it.</summary>
public static class ServerMeasurements
{
    private const string Unasked = "nobody asked for a prediction";
    private const string Uncounted = "nobody counts what these servers use";

    /// <summary>Of all these, whatever the environment has.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Of(Usage.None, null).Select(x => x.Name), RunningCost.Name,
    ];

    /// <summary>
    /// server_latency_p50, server_latency_p95 and server_latency_p99 in ms, as servers count them; error_rate, the share of
    /// requests that they answered with 500 or more; server_requests; cpu in processors and memory in MB, of one server on
    /// average; cpu_seconds of all of them; and the cost of 1,000 predictions.
    /// </summary>
    /// <param name="usage">Of the time that is judged.</param>
    /// <param name="cost">By whose price; null without a table of prices.</param>
    public static IReadOnlyList<Measurement> Of(Usage usage, RunningCost? cost)
    {
        ArgumentNullException.ThrowIfNull(usage);
        var requests = (long)Math.Round(usage.Requests);
        var measured = new List<Measurement>
        {
            Latency("server_latency_p50", 0.5),
            Latency("server_latency_p95", 0.95),
            Latency("server_latency_p99", 0.99),
            new()
            {
                Name = "error_rate",
                Value = usage.Requests > 0 ? usage.Failed / usage.Requests : new MeasuredValue.NotApplicable(Unasked),
                Samples = requests,
            },
            new() { Name = "server_requests", Value = usage.Requests },
            Used("cpu", "processors", usage.BusyProcessors),
            Used("cpu_seconds", "s", usage.MeasuredSeconds > 0 ? usage.CpuSeconds : null),
            Used("memory", "MB", usage.MeanMemoryBytes / 1e6),
        };
        if (cost is not null)
            measured.Add(cost.Of(usage));
        return measured;

        Measurement Latency(string name, double quantile) => new()
        {
            Name = name,
            Unit = "ms",
            Value = usage.Latency(quantile) is { } seconds ? seconds * 1000 : new MeasuredValue.NotApplicable(Unasked),
            Samples = requests,
        };
    }

    private static Measurement Used(string name, string unit, double? value) => new()
    {
        Name = name,
        Unit = unit,
        Value = value is { } number ? number : new MeasuredValue.NotMeasured(Uncounted),
    };
}
