using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Monitoring;
using Pipeline.Monitoring.Alerts;
using Pipeline.Monitoring.Rules;
using Pipeline.Reporting.ModelCards;
using Pipeline.Reporting.Pages;

namespace Pipeline.Reporting.Monitors;

/// <summary>
/// Writes what monitoring knows of a model in an environment as one page of HTML that loads nothing and runs no script. The same
/// document makes the same page.
/// </summary>
public static class MonitorReport
{
    /// <summary>What the document has nothing about is not on the page.</summary>
    public static string Render(MonitorDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new ReportPage
        {
            Kind = "Monitoring",
            Title = $"{document.Model} in {document.Environment}",
            WindowTitle = $"{document.Model} · {document.Environment}",
            Verdict = VerdictOf(document),
            Lead = Lead(document),
            Tiles = [.. Tiles(document)],
            Sections = Sections(document),
            Foot = $"Measured by Pipeline {document.Toolkit}.",
        }.Render();
    }

    internal static string Moment(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>All figures, in the order of the page.</summary>
    internal static IEnumerable<ReportFigure> Figures(MonitorDocument document) =>
        Sections(document).SelectMany(section => section.Figures.Concat(section.Folds.SelectMany(x => x.Figures)));

    private static IReadOnlyList<ReportSection> Sections(MonitorDocument document)
    {
        var series = new WindowSeries(document.Windows);
        return
        [
            AlertSection.Of(document, series),
            PerformanceSection.Of(document, series),
            TrafficSection.Of(document, series),
            ColumnSection.Of(document, series),
            QualitySection.Of(document, series),
            GroupSection.Of(document, series),
            CostSection.Of(document, series),
            RuleSection.Of(document),
            NoteSection.Of(document),
        ];
    }

    private static (string State, string Title, string Summary) VerdictOf(MonitorDocument document)
    {
        var firing = document.Alerts.Count(x => x.State == AlertState.Firing);
        var pending = document.Alerts.Count(x => x.State == AlertState.Pending);
        var waiting = pending == 0
            ? ""
            : $" {Counted(pending, "more is", "more are")} bad, and not yet for long enough to be told.";
        if (document.Windows.Count == 0)
            return ("", "No window is over yet", "There is nothing to judge.");
        var outcomes = document.Rules.CountBy(x => x.Result.Verdict.Outcome).ToDictionary();
        var rules = string.Join(", ", Enum.GetValues<Outcome>().OrderDescending().Where(outcomes.ContainsKey)
            .Select(x => $"{outcomes[x]} {RuleSection.Word(x)}"));
        var summary = $"Of the last window's verdicts: {(rules.Length > 0 ? rules : "none")}.{waiting}";
        return firing > 0
            ? ("failed", $"{Counted(firing, "alert fires", "alerts fire")}", summary)
            : pending > 0 ? ("", "No alert fires", summary) : ("passed", "No alert fires", summary);
    }

    private static string Lead(MonitorDocument document)
    {
        var version = document.Version is { } known ? $"Version {known}" : "A version that is not registered";
        var windows = document.Windows is [var first, .., var last]
            ? $"{document.Windows.Count} windows of {document.Length}, from {Moment(first.From)} to {Moment(last.To)} UTC"
            : document.Windows is [var only]
                ? $"One window of {document.Length}, from {Moment(only.From)} to {Moment(only.To)} UTC"
                : $"Windows of {document.Length}";
        return $"{version} answers in {document.Environment}. {windows}; looked at on {Moment(document.At)} UTC.";
    }

    private static IEnumerable<ReportTile> Tiles(MonitorDocument document)
    {
        if (document.Windows is not [.., var last])
            yield break;
        yield return new ReportTile(
            "predictions",
            Figure.OfWhole((long)Math.Round(last.Predictions)),
            last.RefusedRequests == 0 ? "in the last window" : $"{Figure.OfWhole(last.RefusedRequests)} requests refused");
        var names = PerformanceSection.MetricsOf(document);
        if (names.Count > 0)
        {
            if (Tile(last, names[0], names[0]) is { } real)
                yield return real;
            if (Tile(last, PerformanceSection.Estimated(names[0]), $"{names[0]}, estimated") is { } estimated)
                yield return estimated;
        }

        if (Tile(last, "latency_p95", "latency, p95") is { } latency)
            yield return latency;
        if (document.Drift is { Compared: > 0 } drift)
        {
            yield return new ReportTile(
                "columns that drift", $"{drift.Drifted.Count()} of {drift.Compared}", "in the last window with rows");
        }

        if (Tile(last, WindowFigures.OutcomesShare, "outcomes known") is { } outcomes)
            yield return outcomes;
        if (CostSection.Per1000(document) is { } cost)
            yield return new ReportTile("cost of 1,000 predictions", cost, CostSection.PerMonth(document) ?? "");
    }

    private static ReportTile? Tile(MonitoredWindow window, string name, string title)
    {
        var measured = window.Measurements.FirstOrDefault(x => x.Name == name && x.Column is null && x.Slice is null);
        return measured?.Value is MeasuredValue.Number
            ? new ReportTile(title, MeasurementWords.Value(measured), MeasurementWords.Interval(measured.Interval))
            : null;
    }

    private static string Counted(int count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}
