using Pipeline.Core.Checks;
using Pipeline.Monitoring;
using Pipeline.Monitoring.Alerts;
using Pipeline.Reporting.Pages;
using Pipeline.Reporting.Plots;

namespace Pipeline.Reporting.Monitors;

/// <summary>What is wrong now: since when, how bad, why, and what to do.</summary>
internal static class AlertSection
{
    private const int MostAlerts = 30;
    private const double Height = 80;

    public static ReportSection Of(MonitorDocument document, WindowSeries series)
    {
        var alerts = document.Alerts.OrderByDescending(x => x.State == AlertState.Firing)
            .ThenByDescending(x => x.Severity == Severity.Error).ThenBy(x => x.Since).ToList();
        var more = alerts.Count > MostAlerts ? $" {alerts.Count - MostAlerts} more are in monitor.json." : "";
        return new ReportSection(
            "alerts", "Alerts", $"What is wrong, since when, what may have brought it about, and what to run next.{more}")
        {
            Blocks = [.. alerts.Take(MostAlerts).Select(x => Block(x, document, series))],
        };
    }

    private static Markup Block(Alert alert, MonitorDocument document, WindowSeries series)
    {
        var (word, tag) = alert.State == AlertState.Firing ? ("Firing", "failed") : ("Pending", "inconclusive");
        var text = AlertText.Of(word, alert);
        var html = new Markup();
        html.Open("div", ("class", "alert")).Open("div").Open("h3").Element("span", word, ("class", $"tag {tag}")).Text(" ")
            .Text(alert.Subject.Column is { } column ? $"{alert.Subject.Rule}: {AlertText.Line(column)}" : alert.Subject.Rule)
            .Close().Element("p", text.What).Open("dl");
        foreach (var fact in text.Facts.Where(x => x.Label is not ("Trend" or "Alert")))
            html.Element("dt", fact.Label).Element("dd", fact.Text);
        html.Close();
        if (text.Command is { } command)
            html.Open("p").Element("span", "Run next: ", ("class", "soft")).Element("code", command).Close();
        html.Close();
        if (PlotOf(alert, document, series) is { } plot)
            html.Open("div").Add(plot.ToMarkup()).Close();
        return html.Close();
    }

    /// <summary>Of the rule's own series, which ends with the last window.</summary>
    private static XyPlot? PlotOf(Alert alert, MonitorDocument document, WindowSeries series)
    {
        var rule = document.Rules.FirstOrDefault(x => x.Rule == alert.Subject.Rule
            && x.Result.Measurement.Column == alert.Subject.Column && x.Result.Measurement.Slice == alert.Subject.Slice);
        if (rule is null)
            return null;
        var measured = rule.Result.Measurement;
        List<PlotMark> marks =
        [
            .. series.Line(rule.Series, measured.Name),
            .. series.Limits(rule.Result.Check.Criterion, measured),
        ];
        return series.Draw("alert", measured.Name, "", marks, "")?.Plot is XyPlot plot ? plot with { Height = Height } : null;
    }
}

/// <summary>What each rule says of the last window.</summary>
internal static class RuleSection
{
    private const int MostRules = 400;

    public static ReportSection Of(MonitorDocument document)
    {
        var rules = document.Rules.OrderByDescending(x => x.Result.Verdict.Outcome).ToList();
        var bad = rules.Where(x => x.Result.Verdict.Outcome > Outcome.Passed).Take(MostRules).ToList();
        var good = rules.Where(x => x.Result.Verdict.Outcome <= Outcome.Passed).Take(MostRules).ToList();
        return new ReportSection("rules", "Rules", rules.Count == 0 ? null : "What each says of the last window.")
        {
            Grids =
            [
                .. bad.Count == 0 ? Array.Empty<ReportGrid>() : [Grid(bad)],
                .. good.Count == 0
                    ? Array.Empty<ReportGrid>()
                    : [Grid(good) with { Folded = $"{good.Count} that are held to, or have nothing to judge" }],
            ],
        };
    }

    public static string Word(Outcome outcome) => outcome switch
    {
        Outcome.Passed => "passed",
        Outcome.Skipped => "skipped",
        Outcome.Inconclusive => "cannot tell",
        Outcome.Errored => "not measured",
        _ => "failed",
    };

    public static string Tag(Outcome outcome) => outcome.ToString().ToLowerInvariant();

    /// <summary>What rules require of a number that is of no column.</summary>
    public static IEnumerable<PlotMark> Limits(MonitorDocument document, WindowSeries series, string metric) => document.Rules
        .Where(x => x.Result.Measurement is { Column: null, Slice: null } measured && measured.Name == metric)
        .SelectMany(x => series.Limits(x.Result.Check.Criterion, x.Result.Measurement));

    private static ReportGrid Grid(IReadOnlyList<MonitoredRule> rules) => new(
        ["rule", "column", "verdict", "#measured", "required", "why"],
        [.. rules.Select(x => (IReadOnlyList<ReportCell>)
        [
            x.Rule,
            x.Result.Measurement.Column ?? "",
            new(Word(x.Result.Verdict.Outcome), Tag(x.Result.Verdict.Outcome)),
            x.Result.Measurement.Value is MeasuredValue.Number ? MeasurementWords.Value(x.Result.Measurement) : "",
            $"{x.Result.Check.Criterion}",
            new(x.Result.Verdict.Reason) { IsReason = true },
        ])]);
}

/// <summary>What whoever reads the figures should know.</summary>
internal static class NoteSection
{
    private const int MostNotes = 50;

    public static ReportSection Of(MonitorDocument document)
    {
        var html = new Markup();
        html.Open("ul");
        foreach (var note in Notes(document).Take(MostNotes))
            html.Element("li", note);
        html.Close();
        return new ReportSection("notes", "Notes", null) { Blocks = Notes(document).Any() ? [html] : [] };
    }

    private static IEnumerable<string> Notes(MonitorDocument document)
    {
        foreach (var note in document.Notes)
            yield return note;
        if (document.UnknownOutcomes > 0)
            yield return $"Outcomes of predictions that nobody knows, so far: {document.UnknownOutcomes}.";
        if (document.LateOutcomes > 0)
            yield return $"Outcomes that came too late, so far: {document.LateOutcomes}.";
    }
}
