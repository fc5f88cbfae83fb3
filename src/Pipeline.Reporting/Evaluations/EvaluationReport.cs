using Pipeline.Core.Checks;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Reporting.ModelCards;
using Pipeline.Reporting.Pages;
using Pipeline.Reporting.Plots;

namespace Pipeline.Reporting.Evaluations;

/// <summary>
/// Writes an evaluation as one page of HTML that loads nothing and runs no script: the page's policy allows its own style sheet
/// alone. The same document makes the same page.
/// </summary>
public static class EvaluationReport
{
    private const int MostTiles = 6;

    private static readonly string Style = $"{PageText.Read("page.css")}{PageText.Read("evaluation.css")}{Plot.Style}";

    private static readonly string Policy =
        $"default-src 'none'; style-src {PageText.HashOf(Style)}; base-uri 'none'; form-action 'none'";

    /// <summary>What the document has nothing about is not on the page.</summary>
    public static string Render(EvaluationDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var sections = Sections(document);
        var html = new Markup();
        html.Open("html", ("lang", "en")).Line().Open("head").Line();
        html.Void("meta", ("charset", "utf-8")).Line();
        html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1")).Line();
        html.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", Policy)).Line();
        html.Void("meta", ("name", "color-scheme"), ("content", "light dark")).Line();
        html.Element("title", $"{document.Name} · evaluation").Line().Style(Style).Line().Close().Line();
        html.Open("body").Line().Open("main").Line();
        WriteHeader(html, document, sections);
        foreach (var section in sections)
            html.Add(section.ToMarkup());
        html.Element(
            "footer",
            $"Model {document.Model.Brief}, judged by Pipeline {document.Toolkit}. This page loads nothing from elsewhere.");
        html.Close().Line().Close().Line().Close().Line();
        return $"<!DOCTYPE html>\n{html}";
    }

    /// <summary>All figures, in the order of the page.</summary>
    internal static IEnumerable<EvaluationFigure> Figures(EvaluationDocument document) =>
        Sections(document).SelectMany(section => section.Figures);

    /// <summary>Those without which a card says too little.</summary>
    internal static IEnumerable<EvaluationFigure> CardFigures(EvaluationDocument document) =>
        Figures(document).Where(figure => !figure.IsDetail);

    private static List<ReportSection> Sections(EvaluationDocument document)
    {
        ReportSection[] all =
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
        return [.. all.Where(section => !section.IsEmpty)];
    }

    private static void WriteHeader(Markup html, EvaluationDocument document, IReadOnlyList<ReportSection> sections)
    {
        html.Open("header").Line().Element("p", "Evaluation", ("class", "kicker")).Element("h1", $"{document.Name}").Line();
        var (state, title) = document.Report switch
        {
            { Results.Count: 0 } => ("", "No gate was judged"),
            { Fails: true } => ("failed", "Did not pass its gates"),
            var report when report.Warnings.Any() => ("passed", "Passed its gates, with warnings"),
            _ => ("passed", "Passed its gates"),
        };
        html.Open("div", ("class", $"verdict {state}".TrimEnd())).Element("strong", title)
            .Element("span", $"{document.Report.Summary}.").Close().Line();
        html.Element("p", Subject(document), ("class", "lead")).Line();
        html.Open("div", ("class", "tiles")).Line();
        foreach (var measured in document.Measurements.Where(x => x.Value is MeasuredValue.Number).Take(MostTiles))
        {
            html.Open("div", ("class", "tile")).Open("h3").Breakable(measured.Name).Close()
                .Element("b", MeasurementWords.Value(measured))
                .Element("span", MeasurementWords.Interval(measured.Interval)).Close().Line();
        }

        html.Close().Line().Open("nav", ("aria-label", "Sections")).Line();
        foreach (var section in sections)
            html.Element("a", section.Title, ("href", $"#{section.Id}")).Line();
        html.Close().Line().Close().Line();
    }

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
