using Pipeline.Models.Documents;
using Pipeline.Reporting.ModelCards;
using Pipeline.Reporting.Pages;
using Pipeline.Reporting.Plots;

namespace Pipeline.Reporting.Evaluations;

/// <summary>What answers become when rows arrive otherwise than they were meant.</summary>
internal static class RobustnessSection
{
    public static ReportSection Of(EvaluationDocument document) => new(
        "robustness", "Robustness",
        document.Robustness is { } known ? $"{Figure.OfWhole(known.Rows)} test rows, disturbed by rules and asked again." : null)
    {
        Figures = document.Robustness is { Results.Count: > 0 } report
            ?
            [
                Drawn(report, "robustness-drop", $"How much worse {report.Results[0].Metric} gets", result => result.Drop),
                Drawn(report, "robustness-changed", "Answers that change", result => result.Changed),
            ]
            : [],
        Grids = document.Robustness is { Results.Count: > 0 } results ? [Grid(results)] : [],
    };

    private static ReportFigure Drawn(
        RobustnessReport report, string name, string title, Func<DisturbedAnswers, Core.Checks.Measurement> measured) => new(
        name,
        new RowPlot
        {
            Title = title,
            X = name == "robustness-drop" ? $"drop of {report.Results[0].Metric}" : "share of answers",
            Rows = [.. report.Results.Select(result => MeasurementWords.Row(Words(result), measured(result)))],
            IsWordy = true,
            IsBars = true,
        },
        "Lines are intervals. Rows that a server refuses are left out: they got no answer that could be wrong.");

    private static string Words(DisturbedAnswers result) =>
        result.Options.Length == 0 ? result.Rule : $"{result.Rule}, {result.Options}";

    private static ReportGrid Grid(RobustnessReport report) => new(
        ["rule", "inputs", "#answered", "#refused", "#before", "#after", "#drop", "#changed", "most moved alone"],
        [.. report.Results.Select(result => (IReadOnlyList<ReportCell>)
        [
            Words(result),
            string.Join(", ", result.Columns),
            Figure.OfWhole(result.Answered),
            Figure.OfWhole(result.Refused),
            Figure.WithUnit(result.Before, ""),
            Figure.WithUnit(result.After, ""),
            MeasurementWords.WithInterval(result.Drop),
            MeasurementWords.WithInterval(result.Changed),
            result.ByColumn is [var worst, ..] ? $"{worst.Name} ({Figure.Of(worst.Changed)})" : "",
        ])])
    {
        Folded = "All rules",
    };
}

/// <summary>What the tests beside the manifest came to.</summary>
internal static class BehaviourSection
{
    public static ReportSection Of(EvaluationDocument document) => new(
        "behaviour", "Behaviour", document.Behaviour is { } known ? $"The tests of {known.File}." : null)
    {
        Grids = document.Behaviour is { Tests.Count: > 0 } report
            ? [Tests(document, report), .. report.Tests.Where(test => test.Worst.Count > 0).Select(Broken)]
            : [],
    };

    private static ReportGrid Tests(EvaluationDocument document, BehaviourReport report)
    {
        var verdicts = document.Report.Results.ToDictionary(result => result.Check.Id, result => result.Verdict.Outcome);
        return new ReportGrid(
            ["verdict", "test", "kind", "what must hold", "#cases", "#broken", "#left out"],
            [.. report.Tests.Select(test => (IReadOnlyList<ReportCell>)
            [
                verdicts.TryGetValue(test.Check, out var outcome)
                    ? new ReportCell(GateSection.Word(outcome), GateSection.Word(outcome))
                    : "",
                test.Name,
                test.Kind.ToString().ToLowerInvariant(),
                new(test.Expectation) { IsReason = true },
                Figure.OfWhole(test.Cases),
                Figure.OfWhole(test.Broken),
                Figure.OfWhole(test.LeftOut),
            ])]);
    }

    private static ReportGrid Broken(BehaviourResult test) => new(
        ["row", "change", "#answer", "#changed answer", "class"],
        [.. test.Worst.Select(broken => (IReadOnlyList<ReportCell>)
        [
            new(string.Join(", ", broken.Row.Select(value => $"{value.Name}: {value.Value ?? "missing"}"))) { IsReason = true },
            broken.Change ?? "",
            Figure.Of(broken.Answer),
            broken.Changed is { } changed ? Figure.Of(changed) : "",
            broken.Class ?? "",
        ])])
    {
        Folded = $"Rows that broke '{test.Name}'",
    };
}
