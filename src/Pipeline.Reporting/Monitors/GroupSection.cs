using Pipeline.Monitoring;
using Pipeline.Reporting.Pages;
using Pipeline.Reporting.Plots;

namespace Pipeline.Reporting.Monitors;

/// <summary>How groups of protected columns were treated, from window to window.</summary>
internal static class GroupSection
{
    private const int MostColumns = 8;
    private const int MostFigures = 8;
    private const int MostGroups = 5;

    /// <summary>What rules ask for is open, and the first metric of each column's groups.</summary>
    public static ReportSection Of(MonitorDocument document, WindowSeries series)
    {
        var columns = series.Keys.Where(x => x.Column is not null).GroupBy(x => x.Column!).Take(MostColumns)
            .Select((keys, at) => (
                Name: keys.Key,
                Groups: Groups(keys, series, $"groups-{at + 1}").Take(MostFigures).ToList(),
                Differences: Differences(keys, document, series, $"differences-{at + 1}").Take(MostFigures).ToList()))
            .ToList();
        var folded = columns.Select(x => (
            x.Name, Figures: x.Groups.Skip(1).Concat(x.Differences.Where(y => !y.IsRuled).Select(y => y.Figure)).ToList()));
        return new ReportSection("fairness", "Fairness", columns.Count == 0 ? null
            : "How groups of protected columns are treated, and what they differ by; behind the lines lie their intervals.")
        {
            Figures =
            [
                .. columns.SelectMany(x => x.Groups.Take(1).Concat(x.Differences.Where(y => y.IsRuled).Select(y => y.Figure))),
            ],
            Folds =
            [
                .. folded.Where(x => x.Figures.Count > 0)
                    .Select(x => new ReportFold(x.Name, $"{x.Figures.Count} more", x.Figures)),
            ],
        };
    }

    private static IEnumerable<ReportFigure> Groups(
        IGrouping<string, (string Name, string? Column, string? Slice)> column, WindowSeries series, string name)
    {
        foreach (var (place, metric) in column.Where(x => x.Slice is not null).GroupBy(x => x.Name).Index())
        {
            var slices = metric.Select(x => x.Slice!).ToList();
            // In an order of their own, so that a group has one colour whatever the metric.
            var marks = slices.Take(MostGroups).Order(StringComparer.Ordinal).SelectMany((slice, at) =>
                series.Line(WindowSeries.Numbers(series.Find(metric.Key, column.Key, slice)), slice, $"c{at + 1}")).ToList();
            if (series.Draw(
                $"{name}-{place + 1}", $"{metric.Key} by {column.Key}", "", marks,
                slices.Count > MostGroups ? $"{slices.Count - MostGroups} more groups are in monitor.json." : "")
                is { } figure)
                yield return figure;
        }
    }

    private static IEnumerable<(ReportFigure Figure, bool IsRuled)> Differences(
        IGrouping<string, (string Name, string? Column, string? Slice)> column,
        MonitorDocument document,
        WindowSeries series,
        string name)
    {
        var ruled = document.Rules.Where(x => x.Result.Measurement is { Slice: null } measured && measured.Column == column.Key)
            .ToLookup(x => x.Result.Measurement.Name);
        var metrics = column.Where(x => x.Slice is null).OrderByDescending(x => ruled.Contains(x.Name));
        foreach (var (place, (metric, _, _)) in metrics.Index())
        {
            var measured = series.Find(metric, column.Key);
            List<PlotMark> marks =
            [
                .. series.Band(measured),
                .. ruled[metric].SelectMany(x => series.Limits(x.Result.Check.Criterion, x.Result.Measurement)),
                .. series.Line(WindowSeries.Numbers(measured), metric),
            ];
            var last = measured.LastOrDefault(x => MeasurementWords.NumberOf(x) is not null);
            if (series.Draw(
                $"{name}-{place + 1}", $"{metric} of {column.Key}", "", marks,
                last is null ? "" : $"Last: {MeasurementWords.WithInterval(last)}.") is { } figure)
                yield return (figure, ruled.Contains(metric));
        }
    }
}
