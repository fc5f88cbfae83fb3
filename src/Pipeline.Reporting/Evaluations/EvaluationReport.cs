using Pipeline.Core.Checks;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Reporting.ModelCards;
using Pipeline.Reporting.Pages;

namespace Pipeline.Reporting.Evaluations;

/// <summary>
/// Writes an evaluation as one page of HTML that loads nothing and runs no script: the page's policy allows its own style sheet
/// alone. The same document makes the same page.
/// </summary>
public static class EvaluationReport
{
    private const int MostTiles = 6;

    /// <summary>What the document has nothing about is not on the page.</summary>
    public static string Render(EvaluationDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var (state, title) = document.Report switch
        {
            { Results.Count: 0 } => ("", "No gate was judged"),
            { Fails: true } => ("failed", "Did not pass its gates"),
            var report when report.Warnings.Any() => ("passed", "Passed its gates, with warnings"),
            _ => ("passed", "Passed its gates"),
        };
        return new ReportPage
        {
            Kind = "Evaluation",
            Title = $"{document.Name}",
            WindowTitle = $"{document.Name} · evaluation",
            Verdict = (state, title, $"{document.Report.Summary}."),
            Lead = Subject(document),
            Tiles =
            [
                .. document.Measurements.Where(x => x.Value is MeasuredValue.Number).Take(MostTiles).Select(measured =>
                    new ReportTile(
                        measured.Name, MeasurementWords.Value(measured), MeasurementWords.Interval(measured.Interval))),
            ],
            Sections = Sections(document),
            Foot = $"Model {document.Model.Brief}, judged by Pipeline {document.Toolkit}.",
        }.Render();
    }

    /// <summary>All figures, in the order of the page.</summary>
    internal static IEnumerable<ReportFigure> Figures(EvaluationDocument document) =>
        Sections(document).SelectMany(section => section.Figures);

    /// <summary>Those without which a card says too little.</summary>
    internal static IEnumerable<ReportFigure> CardFigures(EvaluationDocument document) =>
        Figures(document).Where(figure => !figure.IsDetail);

    private static IReadOnlyList<ReportSection> Sections(EvaluationDocument document) =>
    [
        GateSection.Gates(document),
        GateSection.Comparisons(document),
        MetricSection.Of(document),
        BaselineSection.Of(document),
        ScoreSection.Of(document),
        ClassSection.Of(document),
        ResidualSection.Of(document),
        SliceSection.Of(document),
        FairnessSection.Of(document),
        FoundSliceSection.Of(document),
        RobustnessSection.Of(document),
        BehaviourSection.Of(document),
        ExplanationSection.Of(document),
        ServerSection.Of(document),
    ];

    private static string Subject(EvaluationDocument document)
    {
        var rows = $"Judged by {Figure.OfWhole(document.Rows)} test rows that it has not seen";
        var predicts = document.Label switch
        {
            ModelLabel.TwoClasses x => $"Tells '{x.Positive}' from '{x.Negative}' in '{x.Column}', by a {document.Decision}.",
            ModelLabel.Classes x => $"Tells {x.Names.Count} classes apart in '{x.Column}'.",
            var x => $"Predicts the number '{x.Column}'.",
        };
        var champion = document.Champion is { Rows: > 0 } compared
            ? $", and held against the champion {compared.Model.Brief} on {Figure.OfWhole(compared.Rows)} of them" : "";
        return $"{predicts} {rows}{champion}.";
    }
}
