using Pipeline.Models.Documents;
using Pipeline.Reporting.ModelCards;
using Pipeline.Reporting.Pages;
using Pipeline.Reporting.Plots;

namespace Pipeline.Reporting.Evaluations;

/// <summary>What answers are made of: which inputs the model leans on, and how it follows each.</summary>
internal static class ExplanationSection
{
    private const int MostInputs = 15;
    private const int MostFollowed = 8;
    private const int MostOnCards = 2;
    private const int MostCategories = 20;
    private const int MostLines = 30;

    /// <summary>What lies between these shares of values is drawn as an interval.</summary>
    private const double Low = 0.1;

    private const double High = 0.9;

    public static ReportSection Of(EvaluationDocument document) => new(
        "explanation", "Explanation", "What the model's answers lean on. None of it says what causes what.")
    {
        Figures = document.Explanation is { } explanation ? [.. Figures(explanation)] : [],
    };

    private static IEnumerable<ReportFigure> Figures(ExplanationReport explanation)
    {
        if (explanation.Importance.Inputs.Count > 0)
            yield return Importance(explanation.Importance);
        if (explanation.Attributions is { } attributions)
        {
            if (attributions.Inputs.Any(input => input.Points.Count > 0))
                yield return Swarm(attributions);
            var followed = attributions.Inputs.Where(input => input.Dependence is { Count: > 0 }).Take(MostFollowed);
            foreach (var (index, input) in followed.Index())
                yield return Dependence(attributions, input, $"dependence-{index + 1}") with { IsDetail = true };
        }

        foreach (var (index, partial) in explanation.PartialDependences.Take(MostFollowed).Index())
            yield return Partial(partial, $"partial-{index + 1}") with { IsDetail = index >= MostOnCards };
    }

    private static ReportFigure Importance(ImportanceReport importance)
    {
        List<PlotRow> rows = [.. importance.Inputs.Take(MostInputs).Select(input =>
        {
            var interval = MeasurementWords.Usable(input.Interval);
            return new PlotRow(input.Input, input.Drop, interval?.Low, interval?.High, Figure.Of(input.Drop));
        })];
        return new ReportFigure(
            "importance",
            new RowPlot
            {
                Title = "Permutation importance",
                X = $"how much worse {importance.Metric} gets",
                Rows = rows,
                IsBars = true,
            },
            $"{importance.Metric} is {Figure.Of(importance.Score)}; a bar says by how much it gets worse where one input's "
            + $"values are dealt out anew, {importance.Repeats} times on {Figure.OfWhole(importance.Rows)} rows."
            + (importance.Inputs.Count > rows.Count ? $" {importance.Inputs.Count - rows.Count} more are below." : ""));
    }

    private static ReportFigure Swarm(AttributionReport attributions)
    {
        List<SwarmRow> rows = [.. attributions.Inputs.Where(input => input.Points.Count > 0).Take(MostInputs)
            .Select(input => new SwarmRow(
                input.Input,
                [.. input.Points.Select(point => point.Contribution)],
                [.. input.Points.Select(point => point.Position)]))];
        return new ReportFigure(
            "contributions",
            new SwarmPlot
            {
                Title = "Contributions (SHAP)",
                Description = string.Join("; ", attributions.Inputs.Take(rows.Count).Select(input =>
                    $"{input.Input} moves answers by {Figure.Of(input.MeanMagnitude)} on average")),
                X = $"contribution to the {attributions.Output}",
                Rows = rows,
            },
            $"A dot is a row: right of 0 the input raised the answer. From {Figure.Of(attributions.BaseValue)}, the answer "
            + $"without any input, contributions add up to each answer ({attributions.Method}).");
    }

    private static ReportFigure Dependence(AttributionReport attributions, InputAttribution input, string name)
    {
        var points = input.Dependence!.Where(point => point.Number is { } number && double.IsFinite(number)).ToList();
        var (title, y) = ($"Contribution of {input.Input}", $"contribution to the {attributions.Output}");
        if (points.Count == 0)
        {
            var groups = input.Dependence!.GroupBy(point => point.Category ?? "missing")
                .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal);
            return ByCategory(
                name, title, y, groups.Select(group => (group.Key, Spread([.. group.Select(point => point.Contribution)]))),
                "A dot is the mean of a category's rows; eight of ten are along its line.");
        }

        return new ReportFigure(
            name,
            new XyPlot
            {
                Title = title,
                Description = $"{points.Count} rows by the value of {input.Input}.",
                X = input.Input,
                Y = y,
                Marks =
                [
                    new PlotMark.Rule(points.Min(point => point.Number!.Value), 0, points.Max(point => point.Number!.Value), 0),
                    new PlotMark.Points(
                        [.. points.Select(point => point.Number!.Value)], [.. points.Select(point => point.Contribution)]),
                ],
            },
            "A dot is a row. Dots above each other differ by their other inputs.");
    }

    private static ReportFigure Partial(PartialDependence partial, string name)
    {
        var (title, y) = ($"Answers by {partial.Input}", $"mean {partial.Output}");
        var lines = partial.Individuals.Take(MostLines).Where(line => line.Count == partial.Points.Count).ToList();
        if (partial.Points.Any(point => point.Number is null))
        {
            var rows = partial.Points.Index().Select(point => (
                point.Item.Category ?? "missing",
                Spread([.. lines.Select(line => line[point.Index])]) with { Mean = point.Item.Mean }));
            return ByCategory(
                name, title, y, rows, "A dot is the mean answer if all rows had the category; eight of ten are along its line.");
        }

        double[] x = [.. partial.Points.Select(point => point.Number!.Value)];
        return new ReportFigure(
            name,
            new XyPlot
            {
                Title = title,
                Description = $"From {Figure.Of(partial.Points[0].Mean)} at {Figure.Of(x[0])} to "
                    + $"{Figure.Of(partial.Points[^1].Mean)} at {Figure.Of(x[^1])}.",
                X = partial.Input,
                Y = y,
                Marks =
                [
                    .. lines.Select(line => new PlotMark.Line(x, line) { Style = "c0", IsThin = true }),
                    new PlotMark.Line(x, [.. partial.Points.Select(point => point.Mean)]),
                ],
            },
            $"The mean answer of {Figure.OfWhole(partial.Rows)} rows if all had the value; thin lines are single rows (ICE).");
    }

    private static ReportFigure ByCategory(
        string name, string title, string x, IEnumerable<(string Category, Middle Middle)> categories, string caption)
    {
        List<PlotRow> rows = [.. categories.Take(MostCategories).Select(row => new PlotRow(
            row.Category, row.Middle.Mean, row.Middle.Low, row.Middle.High, Figure.Of(row.Middle.Mean)))];
        return new ReportFigure(
            name,
            new RowPlot
            {
                Title = title,
                X = x,
                Rows = rows,
            },
            caption);
    }

    private static Middle Spread(double[] values)
    {
        if (values.Length == 0)
            return new Middle(0, null, null);
        Array.Sort(values);
        return new Middle(values.Average(), At(Low), At(High));

        double At(double share) => values[(int)Math.Round(share * (values.Length - 1))];
    }

    private sealed record Middle(double Mean, double? Low, double? High);
}
