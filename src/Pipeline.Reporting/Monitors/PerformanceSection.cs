using Pipeline.Core.Checks;
using Pipeline.Monitoring;
using Pipeline.Monitoring.Performance;
using Pipeline.Monitoring.Rules;
using Pipeline.Reporting.ModelCards;
using Pipeline.Reporting.Pages;
using Pipeline.Reporting.Plots;

namespace Pipeline.Reporting.Monitors;

/// <summary>How good answers were: as outcomes say, and as it is estimated without them.</summary>
internal static class PerformanceSection
{
    private const int MostOpen = 4;
    private const int MostMetrics = 40;

    public static ReportSection Of(MonitorDocument document, WindowSeries series)
    {
        var ruled = document.Rules.Select(x => x.Result.Measurement.Name).ToHashSet();
        var names = MetricsOf(document);
        var first = names.Take(1).Concat(names.Where(x => ruled.Contains(x) || ruled.Contains(Estimated(x))))
            .Concat(names).Distinct().Take(MostOpen).ToList();
        var rest = names.Except(first).Take(MostMetrics);
        List<ReportFigure> more =
        [
            .. rest.Select((x, at) => FigureOf(document, series, x, $"performance-{MostOpen + at + 1}")).OfType<ReportFigure>(),
            .. Calibration(document, series),
        ];
        return new ReportSection("performance", "Performance", names.Count == 0 ? null
            : "The line is what outcomes show, the dashed one what is estimated of all predictions without any outcome. "
                + "Behind them lie their intervals.")
        {
            Figures =
            [
                .. first.Select((x, at) => FigureOf(document, series, x, $"performance-{at + 1}")).OfType<ReportFigure>(),
            ],
            Folds = more.Count == 0 ? [] : [new ReportFold("Other metrics", $"{more.Count}", more)],
        };
    }

    /// <summary>The metrics of the evaluation that windows have, in its order.</summary>
    public static IReadOnlyList<string> MetricsOf(MonitorDocument document)
    {
        var all = document.Windows.SelectMany(x => x.Measurements).Where(x => x.Column is null && x.Slice is null).ToList();
        var names = all.Select(x => x.Name).ToHashSet();
        return [.. all.Where(x => x.Comparison is not null || names.Contains(Estimated(x.Name))).Select(x => x.Name)
            .Where(x => !x.StartsWith(PerformanceReading.EstimatedPrefix, StringComparison.Ordinal)).Distinct()];
    }

    public static string Estimated(string metric) => PerformanceReading.EstimatedPrefix + metric;

    private static ReportFigure? FigureOf(MonitorDocument document, WindowSeries series, string metric, string name)
    {
        var (real, estimated) = (series.Find(metric), series.Find(Estimated(metric)));
        var evaluated = real.Concat(estimated).Select(x => x?.Comparison?.Value).OfType<MeasuredValue.Number>().LastOrDefault();
        List<PlotMark> marks =
        [
            .. series.Band(estimated, "c2"),
            .. series.Band(real),
            .. evaluated is null
                ? Array.Empty<PlotMark>()
                : [series.Level(evaluated.Value, $"in the evaluation, {Figure.Of(evaluated.Value)}", "c0")],
            .. RuleSection.Limits(document, series, metric).Concat(RuleSection.Limits(document, series, Estimated(metric)))
                .DistinctBy(x => x.Name),
            .. series.Line(WindowSeries.Numbers(estimated), "estimated", "c2", isDashed: true),
            .. series.Line(WindowSeries.Numbers(real), "from outcomes"),
            .. series.Revisions(),
        ];
        return series.Draw(name, metric, "", marks, Caption(real, estimated));
    }

    private static string Caption(IReadOnlyList<Measurement?> real, IReadOnlyList<Measurement?> estimated)
    {
        var (known, guessed) = (LastOf(real), LastOf(estimated));
        return (known, guessed) switch
        {
            (null, null) => "Nothing of it could be measured.",
            ({ } x, null) => $"Last: {MeasurementWords.WithInterval(x)}, of {MeasurementWords.Samples(x)} rows with outcomes.",
            (null, { } x) => $"Last: estimated as {MeasurementWords.WithInterval(x)}. No outcome is known yet.",
            ({ } x, { } y) => $"Last: {MeasurementWords.WithInterval(x)}, of {MeasurementWords.Samples(x)} rows with outcomes; "
                + $"estimated as {MeasurementWords.WithInterval(y)}.",
        };
    }

    private static Measurement? LastOf(IReadOnlyList<Measurement?> measured) =>
        measured.LastOrDefault(x => MeasurementWords.NumberOf(x) is not null);

    private static IEnumerable<ReportFigure> Calibration(MonitorDocument document, WindowSeries series)
    {
        var measured = series.Find(PerformanceReading.CalibrationError);
        if (series.Count > 0 && series.Draw(
            "calibration",
            "calibration_error",
            "",
            [
                series.Zero,
                .. series.Band(measured),
                .. RuleSection.Limits(document, series, PerformanceReading.CalibrationError),
                .. series.Line(WindowSeries.Numbers(measured), "from outcomes"),
            ],
            "How far probabilities are from what came true. Where it grows, estimates mean less.") is { } figure)
            yield return figure;
    }
}

/// <summary>How much was asked, and how fast that was answered.</summary>
internal static class TrafficSection
{
    private static readonly (string Name, string Words, string Style)[] Latencies =
        [("latency_p50", "half", "c3"), ("latency_p95", "95 %", "c1"), ("latency_p99", "99 %", "c2")];

    public static ReportSection Of(MonitorDocument document, WindowSeries series) =>
        new("traffic", "Traffic and latency", null)
        {
            Figures = series.Count == 0 ? [] : [.. Figures(document, series).OfType<ReportFigure>()],
        };

    private static IEnumerable<ReportFigure?> Figures(MonitorDocument document, WindowSeries series)
    {
        yield return series.Draw(
            "traffic",
            "Predictions",
            "in each window",
            [
                new PlotMark.Bars(series.Edges, [.. document.Windows.Select(x => x.Predictions)]),
                .. RuleSection.Limits(document, series, WindowFigures.Predictions),
                .. series.Revisions(),
            ],
            $"{Figure.OfWhole((long)document.Windows.Sum(x => x.Predictions))} in all windows. "
            + "A window without a bar is one in which nobody asked.");
        yield return series.Draw(
            "latency",
            "Latency",
            "in ms; so many requests were answered within",
            [
                series.Zero,
                .. Latencies.SelectMany(x => RuleSection.Limits(document, series, x.Name)),
                .. Latencies.SelectMany(x => series.Line(WindowSeries.Numbers(series.Find(x.Name)), x.Words, x.Style)),
                .. series.Revisions(),
            ],
            "As servers log it with each prediction.");
        yield return series.Draw(
            "shares",
            "Outcomes and refusals",
            "share",
            [
                series.Zero,
                .. RuleSection.Limits(document, series, WindowFigures.OutcomesShare),
                .. RuleSection.Limits(document, series, WindowFigures.RefusedShare),
                .. series.Line(
                    WindowSeries.Numbers(series.Find(WindowFigures.OutcomesShare)), "of predictions whose outcome is known"),
                .. series.Line(
                    WindowSeries.Numbers(series.Find(WindowFigures.RefusedShare)), "of requests that were refused", "c2"),
            ],
            "Outcomes come late by their nature: the last windows have fewer.");
    }
}
