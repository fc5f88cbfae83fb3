using System.Globalization;
using System.Text;
using Pipeline.Core.Checks;
using Pipeline.Monitoring;
using Pipeline.Monitoring.Alerts;
using Pipeline.Monitoring.Costs;
using Pipeline.Monitoring.Drift;
using Pipeline.Monitoring.Performance;
using Pipeline.Reporting.Pages;

namespace Pipeline.Reporting.Monitors;

/// <summary>
/// Writes what monitoring knows in the text format of Prometheus (version 0.0.4), for the textfile collector of its
/// node_exporter: all are gauges of the last window, in base units, without timestamps. The same document makes the same text.
/// </summary>
public static class MonitorMetrics
{
    private const string Prefix = "pipeline_monitor_";
    private const int MostSeries = 5000;

    private static readonly (string Name, string Percentile)[] Latencies =
        [("latency_p50", "50"), ("latency_p95", "95"), ("latency_p99", "99")];

    /// <summary>A family without a sample is left out. Of each family at most 5,000 samples are written.</summary>
    public static string Render(MonitorDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var text = new StringBuilder();
        List<(string, string?)> common =
        [
            ("environment", document.Environment), ("model", $"{document.Model}"), ("version", $"{document.Version}"),
        ];
        foreach (var family in Families(document))
            family.Write(text, common);
        return text.ToString();
    }

    private static IEnumerable<Family> Families(MonitorDocument document) =>
    [
        new("last_look_timestamp_seconds", "When monitoring looked last.", [new(Seconds(document.At))]),
        .. document.Windows is [.., var last] ? OfWindow(last) : [],
        .. OfDrift(document.Drift),
        .. document.Servers is { } servers ? OfServers(servers) : [],
        new(
            "rule_verdict",
            "A rule on the last window: 0 skipped, 1 passed, 2 cannot tell, 3 not measured, 4 failed.",
            [
                .. document.Rules.Select(x => new Sample(
                    (int)x.Result.Verdict.Outcome, ("rule", x.Rule), ("column", x.Result.Measurement.Column))),
            ]),
        new(
            "alerts",
            "How many alerts are open.",
            [
                .. from state in new[] { AlertState.Firing, AlertState.Pending }
                   from severity in Enum.GetValues<Severity>()
                   select new Sample(
                       document.Alerts.Count(x => x.State == state && x.Severity == severity),
                       ("state", Word(state)),
                       ("severity", Word(severity))),
            ]),
        new(
            "alert_start_timestamp_seconds",
            "Since when an alert is open.",
            [
                .. document.Alerts.Select(x => new Sample(
                    Seconds(x.Since),
                    ("rule", x.Subject.Rule), ("column", x.Subject.Column), ("slice", x.Subject.Slice),
                    ("state", Word(x.State)), ("severity", Word(x.Severity)))),
            ]),
    ];

    private static IEnumerable<Family> OfWindow(MonitoredWindow window)
    {
        yield return new("window_start_timestamp_seconds", "Begin of the last window.", [new(Seconds(window.From))]);
        yield return new("window_end_timestamp_seconds", "End of the last window.", [new(Seconds(window.To))]);
        yield return new("window_predictions", "Predictions in the last window.", [new(window.Predictions)]);
        yield return new("window_outcomes", "Predictions of it whose outcome is known.", [new(window.Outcomes)]);
        yield return new("window_refused_requests", "Requests that servers refused in it.", [new(window.RefusedRequests)]);
        yield return new(
            "latency_seconds",
            "Within how long so many percent of requests were answered.",
            [
                .. Latencies.Select(x => (x.Percentile, Value: NumberOf(window, x.Name))).Where(x => x.Value is not null)
                    .Select(x => new Sample(x.Value!.Value / 1000, ("percentile", x.Percentile))),
            ]);
        var measured = window.Measurements.Where(x => MeasurementWords.NumberOf(x) is not null).ToList();
        var metrics = measured.Where(x => x is { Column: null, Slice: null } && IsPerformance(x)).ToList();
        yield return new(
            "metric", "How good answers were, measured or estimated.", [.. metrics.Select(x => Of(x, all => all.Value))]);
        yield return new(
            "metric_low", "Lower end of its interval.", [.. metrics.Where(HasInterval).Select(x => Of(x, all => all.Low))]);
        yield return new(
            "metric_high", "Upper end of its interval.", [.. metrics.Where(HasInterval).Select(x => Of(x, all => all.High))]);
        yield return new(
            "fairness",
            "How groups of a protected column were treated, and what they differ by.",
            [
                .. measured.Where(x => x.Column is not null).Select(x => new Sample(
                    MeasurementWords.NumberOf(x)!.Value, ("metric", x.Name), ("column", x.Column), ("group", x.Slice))),
            ]);
        yield return new(
            "faulty_values_ratio",
            "Of an input's values in the last window the share that was faulty.",
            [
                .. window.Faults.SelectMany(x => new Sample[]
                {
                    new(x.Missing, ("column", x.Column), ("fault", "missing")),
                    new(x.Unseen, ("column", x.Column), ("fault", "unseen")),
                    new(x.OutOfRange, ("column", x.Column), ("fault", "out_of_range")),
                    new(x.TypeFaults, ("column", x.Column), ("fault", "type_faults")),
                }),
            ]);
    }

    private static IEnumerable<Family> OfDrift(DriftReport? drift)
    {
        var compared = (drift?.Columns ?? [])
            .Where(x => x is { IsCompared: true, Value: not null, Judged: not null, Method: not null, Limit: not null }).ToList();
        var distances = compared.Where(x => !x.LimitsPValue).ToList();
        var tests = compared.Where(x => x.LimitsPValue).ToList();
        yield return new("drift", "How far a column is from its reference.", [.. compared.Select(x => Of(x, x.Value!.Value))]);
        yield return new(
            "drift_beyond_chance", "What of it sampling alone does not give.",
            [.. distances.Select(x => Of(x, x.Judged!.Value))]);
        yield return new("drift_limit", "From which of that on it is drift.", [.. distances.Select(x => Of(x, x.Limit!.Value))]);
        yield return new(
            "drift_p_value",
            "How often chance alone makes such a difference, corrected for all columns.",
            [.. tests.Select(x => Of(x, x.Judged!.Value))]);
        yield return new(
            "drift_p_value_limit", "Below which that is drift.",
            [.. tests.Select(x => Of(x, x.Limit!.Value))]);
        yield return new(
            "column_drifted", "Whether a column drifts.",
            [.. compared.Select(x => new Sample(x.IsDrifted ? 1 : 0, ("column", x.Column)))]);
    }

    private static IEnumerable<Family> OfServers(MonitoredServers servers)
    {
        yield return new("servers", "How many servers ran at the last look.", [new(servers.Running)]);
        yield return new("server_requests", "Requests to predict of the last 28 days.", [new(servers.Usage.Requests)]);
        yield return new("server_running_seconds", "How long servers ran in them, added up.", [new(servers.Usage.Seconds)]);
        if (servers.Usage.MeasuredSeconds > 0)
        {
            yield return new("server_cpu_seconds", "Processor time that they used.", [new(servers.Usage.CpuSeconds)]);
            yield return new(
                "server_memory_bytes", "Memory of one server on average.", [new(servers.Usage.MeanMemoryBytes ?? 0)]);
        }

        if (servers.Cost is { } cost)
        {
            var currency = ("currency", (string?)cost.Currency);
            yield return new(
                "cost_per_1000_predictions",
                "What 1,000 predictions cost.",
                cost.Per1000.Value is MeasuredValue.Number per ? [new(per.Value, currency)] : []);
            yield return new("cost", "What servers cost in the last 28 days.", [new(cost.Total, currency)]);
            yield return new("cost_per_month", "Projected.", cost.PerMonth is { } month ? [new(month, currency)] : []);
            yield return new(
                "cost_trend_ratio", "By how much 1,000 predictions become dearer in a week.",
                cost.TrendPerWeek is { } trend ? [new(trend)] : []);
        }

        if (servers.Energy is { } energy)
        {
            yield return new("energy_joules", "Energy of the last 28 days, estimated.", [new(energy.Kwh * 3.6e6)]);
            yield return new(
                "emissions_grams", "CO2 of it, estimated.", energy.Kilograms is { } carbon ? [new(carbon * 1000)] : []);
        }
    }

    private static bool IsPerformance(Measurement measured) => measured.Comparison is not null
        || measured.Name == PerformanceReading.CalibrationError
        || measured.Name.StartsWith(PerformanceReading.EstimatedPrefix, StringComparison.Ordinal);

    private static bool HasInterval(Measurement measured) => MeasurementWords.Usable(measured.Interval) is not null;

    private static Sample Of(ColumnDrift drift, double value) =>
        new(value, ("column", drift.Column), ("method", drift.Method!.Value.Name()));

    private static Sample Of(Measurement measured, Func<(double Value, double Low, double High), double> pick)
    {
        var isEstimated = measured.Name.StartsWith(PerformanceReading.EstimatedPrefix, StringComparison.Ordinal);
        var interval = measured.Interval;
        return new Sample(
            pick((MeasurementWords.NumberOf(measured)!.Value, interval?.Low ?? 0, interval?.High ?? 0)),
            ("metric", isEstimated ? measured.Name[PerformanceReading.EstimatedPrefix.Length..] : measured.Name),
            ("basis", isEstimated ? "estimated" : "measured"));
    }

    private static double? NumberOf(MonitoredWindow window, string name) => MeasurementWords.NumberOf(
        window.Measurements.FirstOrDefault(x => x.Name == name && x.Column is null && x.Slice is null));

    private static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    private static string Word(Enum value) => $"{value}".ToLowerInvariant();

    /// <summary>Samples of one name.</summary>
    private sealed record Family(string Name, string Help, IReadOnlyList<Sample> Samples)
    {
        public void Write(StringBuilder text, IReadOnlyList<(string Name, string? Value)> common)
        {
            if (Samples.Count == 0)
                return;
            text.Append("# HELP ").Append(Prefix).Append(Name).Append(' ').Append(Help).Append('\n');
            text.Append("# TYPE ").Append(Prefix).Append(Name).Append(" gauge\n");
            var written = new HashSet<string>(StringComparer.Ordinal);
            foreach (var sample in Samples.Take(MostSeries))
            {
                var labels = string.Join(',', common.Concat(sample.Labels).Where(x => !string.IsNullOrEmpty(x.Value))
                    .Select(x => $"{x.Name}=\"{Escaped(x.Value!)}\""));
                if (!written.Add(labels))
                    continue;
                text.Append(Prefix).Append(Name).Append('{').Append(labels).Append("} ")
                    .Append(sample.Value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
            }
        }

        private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
    }

    /// <summary>Labels without a value are left out.</summary>
    private sealed record Sample(double Value, params (string Name, string? Value)[] Labels);
}
