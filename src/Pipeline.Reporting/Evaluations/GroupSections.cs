using Pipeline.Core.Checks;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Reporting.ModelCards;
using Pipeline.Reporting.Pages;
using Pipeline.Reporting.Plots;

namespace Pipeline.Reporting.Evaluations;

/// <summary>Every metric of all test rows.</summary>
internal static class MetricSection
{
    public static ReportSection Of(EvaluationDocument document)
    {
        // An error of a number is between 0 and 1 by chance, where its unit makes it so.
        var shares = document.Measurements.Where(measured => document.Label is not ModelLabel.Number && IsShare(measured))
            .Select(measured => MeasurementWords.Row(measured.Name, measured)).ToList();
        return new ReportSection(
            "metrics", "Metrics",
            $"Of all {Figure.OfWhole(document.Rows)} test rows, with intervals of {Figure.OfWhole(document.Resamples)} "
            + "resamples.")
        {
            Figures = shares.Count < 2 ? [] :
            [
                new ReportFigure(
                    "metrics",
                    new RowPlot
                    {
                        Title = "Metrics between 0 and 1",
                        X = "value and interval",
                        Rows = shares,
                        XEnds = (0, 1),
                    },
                    "Lines are intervals. Of losses and errors, less is better."),
            ],
            Grids = document.Measurements.Count == 0 ? [] :
            [
                new ReportGrid(
                    ["metric", "#value", "#interval", "#samples"],
                    [.. document.Measurements.Select(measured => (IReadOnlyList<ReportCell>)
                    [
                        measured.Name, MeasurementWords.Value(measured), MeasurementWords.Interval(measured.Interval),
                        MeasurementWords.Samples(measured),
                    ])]),
            ],
        };
    }

    private static bool IsShare(Measurement measured) =>
        MeasurementWords.NumberOf(measured) is >= 0 and <= 1
        && MeasurementWords.Usable(measured.Interval) is null or { Low: >= 0, High: <= 1 };
}

/// <summary>Metrics of groups of rows that the manifest names.</summary>
internal static class SliceSection
{
    private const int MostMetrics = 3;

    public static ReportSection Of(EvaluationDocument document)
    {
        var columns = document.Groups.GroupBy(group => group.Column).ToList();
        return new ReportSection("slices", "Slices", "The same metrics, of the rows that have the same value in a column.")
        {
            Figures = [.. columns.Index().SelectMany(column => Metrics(document, [.. column.Item])
                .Select((metric, index) => Drawn(document, column.Item.Key, [.. column.Item], metric,
                    $"slice-{column.Index + 1}-{index + 1}") with { IsDetail = index > 0 }))],
            Grids = columns.Count == 0 ? [] :
            [
                MeasurementWords.Grid(
                    "slice", document.Groups.SelectMany(group => group.Measurements.Select(measured => (Name(group), measured))))
                with { Folded = "All metrics of all slices" },
            ],
        };
    }

    /// <summary>Those that gates are on, and the first ones of the task.</summary>
    private static IEnumerable<string> Metrics(EvaluationDocument document, IReadOnlyList<EvaluatedGroup> groups)
    {
        var names = groups.Select(Name).ToHashSet();
        return document.Report.Results.Select(gate => gate.Measurement)
            .Where(measured => measured.Slice is { } slice && names.Contains(slice))
            .Select(measured => measured.Name)
            .Concat(document.Measurements.Select(measured => measured.Name))
            .Where(metric => groups.Any(group =>
                MeasurementWords.NumberOf(MeasurementWords.Find(group.Measurements, metric)) is not null))
            .Distinct().Take(MostMetrics);
    }

    private static ReportFigure Drawn(
        EvaluationDocument document, string column, IReadOnlyList<EvaluatedGroup> groups, string metric, string name)
    {
        List<PlotRow> rows = [.. groups
            .Select(group => (Label: group.Value ?? "missing", Measured: MeasurementWords.Find(group.Measurements, metric)))
            .Where(row => row.Measured is not null)
            .Select(row => MeasurementWords.Row(row.Label, row.Measured!, MeasurementWords.Based(row.Measured!)))];
        return new ReportFigure(
            name,
            new RowPlot
            {
                Title = $"{metric} by {column}",
                X = metric,
                Rows = rows,
                Reference = MeasurementWords.NumberOf(MeasurementWords.Find(document.Measurements, metric)),
                ReferenceWords = "all rows",
            },
            "Lines are intervals; behind them the value and the number of samples.");
    }

    private static string Name(EvaluatedGroup group) =>
        group.Value is { } value ? $"{group.Column}={value}" : $"{group.Column} is missing";
}

/// <summary>What answers that need no model come to.</summary>
internal static class BaselineSection
{
    public static ReportSection Of(EvaluationDocument document)
    {
        var metrics = document.Measurements.Where(measured => MeasurementWords.NumberOf(measured) is not null).Take(3).ToList();
        return new ReportSection(
            "baselines", "Baselines", "What answers come to that need no model. A model must be better than all of them.")
        {
            Figures = document.Baselines.Count == 0 ? [] :
            [
                .. metrics.Select((metric, index) =>
                    Compared(document, metric, $"baseline-{index + 1}") with { IsDetail = index > 0 }),
            ],
            Grids = document.Baselines.Count == 0 ? [] :
            [
                MeasurementWords.Grid("baseline", document.Baselines.SelectMany(baseline =>
                    baseline.Measurements.Select(measured => (baseline.Name, measured))))
                with { Folded = "All metrics of all baselines" },
            ],
        };
    }

    private static ReportFigure Compared(EvaluationDocument document, Measurement metric, string name)
    {
        List<PlotRow> rows =
        [
            MeasurementWords.Row("this model", metric),
            .. document.Baselines
                .Select(baseline => (baseline.Name, Measured: MeasurementWords.Find(baseline.Measurements, metric.Name)))
                .Where(row => row.Measured is not null)
                .Select(row => MeasurementWords.Row(row.Name, row.Measured!) with { Style = "c0" }),
        ];
        return new ReportFigure(
            name,
            new RowPlot
            {
                Title = $"{metric.Name} against baselines",
                X = metric.Name,
                Rows = rows,
                IsBars = true,
            },
            string.Join("; ", document.Baselines.Select(baseline => $"{baseline.Name}: {baseline.Answer}")) + ".");
    }
}
