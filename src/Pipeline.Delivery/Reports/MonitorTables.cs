using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Monitoring;
using Pipeline.Monitoring.Drift;
using Pipeline.Monitoring.Performance;

namespace Pipeline.Delivery.Reports;

/// <summary>What monitoring knows, for a terminal of 80 columns.</summary>
internal static class MonitorTables
{
    private const int MostWindows = 12;

    /// <summary>The last windows, oldest first.</summary>
    public static ReportTable OfWindows(MonitorDocument document)
    {
        var metric = PrimaryOf(document);
        return new ReportTable(
            ["window", "#traffic", "#outcomes", $"#{metric ?? "metric"}", "#estimated", "#drift", "verdict"],
            [.. document.Windows.TakeLast(MostWindows).Select(window => (IReadOnlyList<TableCell>)
            [
                new(window.From.UtcDateTime.ToString("MM-dd'T'HH:mm", CultureInfo.InvariantCulture)),
                new(window.Predictions.ToString("0", CultureInfo.InvariantCulture)),
                new(window.Outcomes.ToString(CultureInfo.InvariantCulture)),
                new(Figure(window, metric)),
                new(Figure(window, metric is null ? null : PerformanceReading.EstimatedPrefix + metric)),
                new(Figure(window, "drift_share")),
                Cell(window.Worst),
            ])]);
    }

    /// <summary>Rules that are not held to in the last window, or could not be measured.</summary>
    public static ReportTable OfRules(MonitorDocument document) => new(
        ["rule", "verdict", "why"],
        [.. document.Rules.Where(x => x.Result.Verdict.Outcome > Outcome.Inconclusive).Select(x => (IReadOnlyList<TableCell>)
        [
            new(x.Rule), Cell(x.Result.Verdict.Outcome), new(x.Result.Verdict.Reason),
        ])]);

    /// <summary>What servers cost, in a line; null where nobody looked at one.</summary>
    public static string? OfCosts(MonitorDocument document)
    {
        if (document.Servers is not { } servers)
            return null;
        var requests = $"{servers.Usage.Requests.ToString("N0", CultureInfo.InvariantCulture)} requests";
        if (servers.Cost is not { } cost)
            return $"Servers: {requests}; {servers.WithoutCost ?? "evaluation.prices has no price of a server."}";
        var figures = new List<string> { requests };
        if (cost.Per1000.Value is MeasuredValue.Number per)
            figures.Add($"{Amount(per.Value)} {cost.Currency} per 1,000");
        if (cost.PerMonth is { } month)
            figures.Add($"{Amount(month)} {cost.Currency} a month");
        if (cost.TrendPerWeek is { } trend)
            figures.Add(string.Create(CultureInfo.InvariantCulture, $"{trend * 100:+0.#;-0.#;0} % a week"));
        return $"Servers: {string.Join(", ", figures)}.";
    }

    private static string Amount(double value) => value.ToString("G3", CultureInfo.InvariantCulture);

    /// <summary>Column by column.</summary>
    public static ReportTable OfDrift(DriftReport report) => new(
        ["column", "method", "#value", "#limit", "verdict"],
        [.. report.Columns.Select(x => (IReadOnlyList<TableCell>)
        [
            new(x.Column),
            new(x.Method?.Name() ?? ""),
            new(x.LimitsPValue ? $"p {Number(x.CorrectedPValue ?? x.PValue)}" : Number(x.Value)),
            new(Number(x.Limit)),
            Cell(x.Verdict.Outcome),
        ])]);

    /// <summary>The first metric of the evaluation, by which reports begin; null where none is known.</summary>
    private static string? PrimaryOf(MonitorDocument document) => document.Windows
        .SelectMany(x => x.Measurements)
        .Select(x => x.Name)
        .FirstOrDefault(x => x.StartsWith(PerformanceReading.EstimatedPrefix, StringComparison.Ordinal))
        ?[PerformanceReading.EstimatedPrefix.Length..];

    private static string Figure(MonitoredWindow window, string? name) =>
        window.Measurements.FirstOrDefault(x => x.Name == name && x.Slice is null && x.Column is null)
            ?.Value is MeasuredValue.Number number ? Number(number.Value) : "-";

    private static string Number(double? value) => value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "-";

    private static TableCell Cell(Outcome outcome) => outcome switch
    {
        Outcome.Passed => new("passed", TableTone.Good),
        Outcome.Skipped => new("skipped"),
        Outcome.Inconclusive => new("cannot tell", TableTone.Doubtful),
        Outcome.Errored => new("not measured", TableTone.Bad),
        _ => new("failed", TableTone.Bad),
    };
}
