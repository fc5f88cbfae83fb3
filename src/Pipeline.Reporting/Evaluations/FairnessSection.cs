using Pipeline.Models.Documents;
using Pipeline.Reporting.ModelCards;
using Pipeline.Reporting.Pages;
using Pipeline.Reporting.Plots;

namespace Pipeline.Reporting.Evaluations;

/// <summary>How the groups of protected columns are treated.</summary>
internal static class FairnessSection
{
    private const int MostGroups = 25;
    private const int MostDisparities = 10;

    /// <summary>What is drawn first of each frame, where it was measured.</summary>
    private static readonly string[] Preferred =
        ["selection_rate", "true_positive_rate", "false_positive_rate", "accuracy", "mean_absolute_error", "mean_error"];

    public static ReportSection Of(EvaluationDocument document)
    {
        var frames = (document.Fairness?.Frames ?? []).Where(frame => frame.Groups.Count > 0 && frame.Refused is null).ToList();
        return new ReportSection("fairness", "Fairness", document.Fairness is null ? null
            : "How groups of protected columns are treated. "
                + $"Groups with fewer than {document.Fairness.MinimumGroup} rows are not compared.")
        {
            Figures = [.. frames.Index().SelectMany(frame => Figures(document.Fairness!, frame.Item, frame.Index + 1))],
            Grids =
            [
                .. Refused(document.Fairness),
                .. frames.Where(frame => frame.Disparities.Count > 0).Select(Disparities),
                .. frames.Where(frame => frame.Proposals.Count > 0).Select(Proposals),
            ],
        };
    }

    private static string Words(FairnessFrame frame) => string.Join(" and ", frame.Columns);

    private static IEnumerable<ReportFigure> Figures(FairnessReport report, FairnessFrame frame, int number)
    {
        var isPair = frame.Columns.Count > 1;
        var known = frame.Groups.SelectMany(group => group.Measurements)
            .Where(measured => MeasurementWords.NumberOf(measured) is not null).Select(measured => measured.Name).ToHashSet();
        var metrics = Preferred.Where(known.Contains).Concat(known.Order(StringComparer.Ordinal)).Distinct().Take(isPair ? 1 : 3);
        foreach (var (index, metric) in metrics.Index())
            yield return Groups(report, frame, metric, $"fairness-{number}-{index + 1}") with { IsDetail = isPair || index > 1 };
        if (Differences(frame, $"fairness-{number}-differences") is { } differences)
            yield return differences with { IsDetail = isPair };
    }

    private static ReportFigure Groups(FairnessReport report, FairnessFrame frame, string metric, string name)
    {
        List<PlotRow> rows = [.. frame.Groups.Take(MostGroups)
            .Select(group => (Group: group, Measured: MeasurementWords.Find(group.Measurements, metric)))
            .Where(row => row.Measured is not null)
            .Select(row => MeasurementWords.Row(
                string.Join(", ", row.Group.Values.Select(value => value ?? "missing")), row.Measured!,
                MeasurementWords.Based(row.Measured!))
                with { Style = row.Group.Rows < report.MinimumGroup ? "c0" : "c1" })];
        var left = frame.Groups.Count - Math.Min(frame.Groups.Count, MostGroups);
        return new ReportFigure(
            name,
            new RowPlot
            {
                Title = $"{metric} by {Words(frame)}",
                X = metric,
                Rows = rows,
                IsBars = true,
                Reference = MeasurementWords.NumberOf(MeasurementWords.Find(report.Overall, metric)),
                ReferenceWords = "all rows",
            },
            "Lines are intervals; behind them the value and the rows that it rests on. Grey groups are too small to be compared."
            + (left > 0 ? $" {left} more groups are not shown." : ""));
    }

    private static ReportFigure? Differences(FairnessFrame frame, string name)
    {
        List<PlotRow> rows = [.. frame.Disparities
            .Where(disparity => disparity.Measurement.Name.EndsWith("_difference", StringComparison.Ordinal))
            .Where(disparity => disparity.Method == DisparityMethod.BetweenGroups)
            .Where(disparity => disparity.Aggregate != DisparityAggregate.Mean)
            .DistinctBy(disparity => disparity.Measurement.Name)
            .Take(MostDisparities)
            .Select(disparity => MeasurementWords.Row(disparity.Measurement.Name, disparity.Measurement))];
        return rows.Count == 0 ? null : new ReportFigure(
            name,
            new RowPlot
            {
                Title = $"Differences between groups of {Words(frame)}",
                X = "highest group minus lowest; 0 is equal",
                Rows = rows,
                IsWordy = true,
                Reference = 0,
            },
            "Lines are intervals that hold for all pairs of groups together.");
    }

    private static IEnumerable<ReportGrid> Refused(FairnessReport? report)
    {
        var refused = (report?.Frames ?? []).Where(frame => frame.Refused is not null).ToList();
        if (refused.Count > 0)
        {
            yield return new ReportGrid(
                ["columns", "not measured, because"],
                [.. refused.Select(frame => (IReadOnlyList<ReportCell>)[Words(frame), new(frame.Refused!) { IsReason = true }])]);
        }
    }

    private static ReportGrid Disparities(FairnessFrame frame) => new(
        ["what", "how", "#value", "#interval", "lowest", "highest", "left out"],
        [.. frame.Disparities.Select(disparity => (IReadOnlyList<ReportCell>)
        [
            disparity.Measurement.Name,
            (disparity.Method == DisparityMethod.BetweenGroups ? "between groups" : "to all rows")
                + (disparity.Aggregate == DisparityAggregate.Mean ? ", mean" : ""),
            MeasurementWords.Value(disparity.Measurement),
            MeasurementWords.Interval(disparity.Measurement.Interval),
            disparity.Lowest ?? "",
            disparity.Highest ?? "",
            string.Join(", ", disparity.LeftOut.Select(left => $"{left.Group} ({left.Samples})")),
        ])])
    {
        Folded = $"All differences and ratios between groups of {Words(frame)}",
    };

    private static ReportGrid Proposals(FairnessFrame frame) => new(
        ["so that", "group", "#threshold", "#selection rate", "#true positives", "#false positives", "difference", "accuracy"],
        [.. frame.Proposals.SelectMany(proposal => proposal.Thresholds.Select(threshold => (IReadOnlyList<ReportCell>)
        [
            proposal.Constraint,
            threshold.Group,
            threshold.Threshold is { } limit ? Figure.Of(limit) : "none",
            Figure.Of(threshold.SelectionRate),
            Figure.Of(threshold.TruePositiveRate),
            Figure.Of(threshold.FalsePositiveRate),
            $"{Figure.Of(proposal.Difference.Before)} to {Figure.Of(proposal.Difference.After)}",
            $"{Figure.Of(proposal.Accuracy.Before)} to {Figure.Of(proposal.Accuracy.After)}",
        ]))])
    {
        Folded = $"Thresholds that would bring groups of {Words(frame)} together; nothing applies them",
    };
}

/// <summary>Groups of rows that the model does worse on, found rather than named.</summary>
internal static class FoundSliceSection
{
    private const int Most = 12;

    public static ReportSection Of(EvaluationDocument document) => new(
        "found-slices", "Found slices",
        "Groups of rows with the greatest loss, looked for in one half of the test rows and measured in the other.")
    {
        Figures = [.. document.FoundSlices.Index().Where(search => search.Item.Slices.Count > 0)
            .Select(search => Drawn(search.Item, search.Index + 1))],
        Grids = [.. document.FoundSlices.Where(search => search.Slices.Count > 0).Select(Grid)],
    };

    private static ReportFigure Drawn(SliceSearch search, int number)
    {
        List<PlotRow> rows = [.. search.Slices.Take(Most).Select(slice =>
            MeasurementWords.Row(slice.Name, slice.Excess, $"{Figure.OfWhole(slice.Rows)} rows")
            with { Style = slice.IsSignificant ? "c2" : "c0" })];
        return new ReportFigure(
            $"found-slices-{number}",
            new RowPlot
            {
                Title = $"Where {search.Loss} is greatest",
                X = $"{search.Loss} above that of all rows",
                Rows = rows,
                IsWordy = true,
                Reference = 0,
                Series = [("more than chance", "c2"), ("may be chance", "c0")],
            },
            $"{Figure.OfWhole(search.Candidates)} groups were looked at; of the coloured ones at most "
            + $"{Figure.OfPercent(search.FalseDiscoveryRate)} are there by chance.");
    }

    private static ReportGrid Grid(SliceSearch search) => new(
        ["slice", "#rows", $"#{search.Loss}", "#above all", "#interval", "#metric", "#corrected p"],
        [.. search.Slices.Select(slice => (IReadOnlyList<ReportCell>)
        [
            slice.Name,
            Figure.OfWhole(slice.Rows),
            MeasurementWords.Value(slice.Loss),
            MeasurementWords.Value(slice.Excess),
            MeasurementWords.Interval(slice.Excess.Interval),
            MeasurementWords.Value(slice.Metric),
            Figure.Of(slice.AdjustedPValue),
        ])])
    {
        Folded = $"All slices found by {search.Loss}",
    };
}
