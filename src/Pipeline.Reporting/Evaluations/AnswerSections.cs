using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Reporting.ModelCards;
using Pipeline.Reporting.Pages;
using Pipeline.Reporting.Plots;

namespace Pipeline.Reporting.Evaluations;

/// <summary>Which classes are taken for which, and what the task says of its answers in tables.</summary>
internal static class ClassSection
{
    public static ReportSection Of(EvaluationDocument document) => new("classes", "Classes", null)
    {
        Figures = [.. new[] { Confusion(document), PerClass(document) }.OfType<ReportFigure>()],
        Grids = document.Label is ModelLabel.Number ? [] : [.. document.Tables.Select(AnswerGrid.Of)],
    };

    private static ReportFigure? Confusion(EvaluationDocument document)
    {
        if (document.Curves?.Confusion is not { } confusion)
            return null;
        var (all, right) = (confusion.Counts.Sum(row => row.Sum()), confusion.Counts.Index().Sum(row => row.Item[row.Index]));
        return new ReportFigure(
            "confusion",
            new GridPlot
            {
                Title = "Confusion matrix",
                Description = $"{Figure.OfWhole(right)} of {Figure.OfWhole(all)} rows were answered with their own class.",
                Classes = confusion.Classes,
                Counts = confusion.Counts,
            },
            $"Rows that were answered rightly are in the diagonal: {Figure.OfWhole(right)} of {Figure.OfWhole(all)}. "
            + "Shares are those of the true class.");
    }

    private static ReportFigure? PerClass(EvaluationDocument document)
    {
        var rows = document.PerClass.SelectMany(known => known.Measurements.Select((measured, index) =>
            MeasurementWords.Row($"{known.Name}, {measured.Name}", measured) with { Begins = index == 0 })).ToList();
        return rows.Count is 0 or > 60 ? null : new ReportFigure(
            "per-class",
            new RowPlot
            {
                Title = "Each class against the rest",
                X = "metric of the class",
                Rows = rows,
            },
            "Lines are intervals. A class of few rows has a wide one.");
    }
}

/// <summary>How far predicted numbers are from the true ones.</summary>
internal static class ResidualSection
{
    public static ReportSection Of(EvaluationDocument document) => new(
        "residuals", "Residuals", "A residual is the predicted number minus the true one.")
    {
        Figures = document.Curves?.Residuals is { } residuals
            ? [Predicted(document, residuals), Histogram(residuals), Against(residuals)]
            : [],
        Grids = document.Label is ModelLabel.Number ? [.. document.Tables.Select(AnswerGrid.Of)] : [],
    };

    private static ReportFigure Predicted(EvaluationDocument document, ResidualCurves residuals)
    {
        var (low, high) = (residuals.Truth.Concat(residuals.Predicted).Min(), residuals.Truth.Concat(residuals.Predicted).Max());
        return new ReportFigure(
            "predicted",
            new XyPlot
            {
                Title = "Predicted against true",
                Description = $"{Figure.OfWhole(residuals.Truth.Count)} rows, from {Figure.Of(low)} to {Figure.Of(high)}.",
                X = $"true {document.Label.Column}",
                Y = $"predicted {document.Label.Column}",
                Height = 260,
                Marks =
                [
                    new PlotMark.Points(residuals.Truth, residuals.Predicted),
                    new PlotMark.Rule(low, low, high, high),
                ],
            },
            residuals.Truth.Count < document.Rows
                ? $"{Figure.OfWhole(residuals.Truth.Count)} of {Figure.OfWhole(document.Rows)} rows, drawn by chance. "
                    + "On the dotted line the prediction is right."
                : "On the dotted line the prediction is right.");
    }

    private static ReportFigure Histogram(ResidualCurves residuals)
    {
        var outside = residuals.Below + residuals.Above;
        return new ReportFigure(
            "residuals",
            new XyPlot
            {
                Title = "Residuals",
                Description = $"Most are between {Figure.Of(residuals.Edges[0])} and {Figure.Of(residuals.Edges[^1])}.",
                X = "predicted minus true",
                Y = "rows",
                Height = 260,
                Marks =
                [
                    new PlotMark.Bars(residuals.Edges, [.. residuals.Counts.Select(count => (double)count)]),
                    new PlotMark.Upright(0, "exact"),
                ],
            },
            outside == 0 ? "Left of the line the prediction is too low, right of it too high."
                : $"Left of the line the prediction is too low, right of it too high. {Figure.OfWhole(residuals.Below)} rows are "
                    + $"further to the left and {Figure.OfWhole(residuals.Above)} further to the right than is shown.");
    }

    private static ReportFigure Against(ResidualCurves residuals)
    {
        var bins = residuals.Bins.Where(bin => bin.Interval is not null).ToList();
        double[] x = [.. residuals.Bins.Select(bin => bin.Predicted)];
        double[] drawn = [.. residuals.Predicted.Zip(residuals.Truth, (predicted, truth) => predicted - truth)];
        return new ReportFigure(
            "residuals-by-prediction",
            new XyPlot
            {
                Title = "Residuals by prediction",
                Description = string.Join("; ", residuals.Bins.Select(bin =>
                    $"around {Figure.Of(bin.Predicted)} the mean residual is {Figure.Of(bin.Residual)}")),
                X = "predicted",
                Y = "predicted minus true",
                Height = 260,
                Marks =
                [
                    new PlotMark.Points(residuals.Predicted, drawn) { Style = "c0" },
                    new PlotMark.Rule(residuals.Predicted.Min(), 0, residuals.Predicted.Max(), 0),
                    new PlotMark.Whiskers(
                        [.. bins.Select(bin => bin.Predicted)], [.. bins.Select(bin => bin.Interval!.Low)],
                        [.. bins.Select(bin => bin.Interval!.High)]),
                    new PlotMark.Line(x, [.. residuals.Bins.Select(bin => bin.Residual)]) { Name = "mean residual, with 95 %" },
                ],
            },
            "A mean that leaves the dotted line is a bias for predictions of that size.");
    }
}

/// <summary>A table of the task.</summary>
internal static class AnswerGrid
{
    public static ReportGrid Of(AnswerTable table) => new(
        [.. table.Heads.Select((head, index) => index == 0 ? head : $"#{head}")],
        [.. table.Rows.Select(row => (IReadOnlyList<ReportCell>)
            [row.Name, .. row.Values.Select(value => (ReportCell)Figure.Of(value))])])
    {
        Folded = table.Title,
    };
}
