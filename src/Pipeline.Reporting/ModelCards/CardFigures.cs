using Pipeline.Models.Documents;
using Pipeline.Reporting.Evaluations;
using Pipeline.Reporting.Pages;
using Pipeline.Reporting.Plots;
using Scriban.Runtime;

namespace Pipeline.Reporting.ModelCards;

/// <summary>The figures of a card in Markdown, as files beside it: pages of HTML have them in themselves.</summary>
/// <param name="Path">From the card's folder: "figures/roc.svg".</param>
/// <param name="Text">SVG that is readable on light and dark pages.</param>
public sealed record CardFigure(string Path, string Text)
{
    /// <summary>The folder of figures, from the card's own.</summary>
    public const string Folder = "figures";

    /// <summary>In the order of the card.</summary>
    public static IReadOnlyList<CardFigure> Of(EvaluationDocument evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        return [.. EvaluationReport.CardFigures(evaluation)
            .Select(figure => new CardFigure(PathOf(figure), figure.Plot.ToFile()))];
    }

    internal static string PathOf(ReportFigure figure) => $"{Folder}/{figure.Name}.svg";
}

/// <summary>Markup that the toolkit wrote itself, in which what comes from data was escaped already.</summary>
internal sealed record TrustedMarkup(string Text)
{
    public override string ToString() => Text;
}

/// <summary>
/// Figures as templates know them: <c>title</c>, <c>caption</c>, the <c>file</c> beside the card, and <c>svg</c> to stand in a
/// page, which has its colours from <c>figure_style</c>.
/// </summary>
internal static class FiguresView
{
    public static TrustedMarkup Style { get; } = new(Plot.Style);

    public static ScriptArray Of(EvaluationDocument? evaluation) => new(
        (evaluation is null ? [] : EvaluationReport.CardFigures(evaluation)).Select(figure => new ScriptObject
        {
            ["title"] = figure.Plot.Title,
            ["caption"] = figure.Caption,
            ["file"] = CardFigure.PathOf(figure),
            ["svg"] = new TrustedMarkup(figure.Plot.ToMarkup().ToString()),
        }));
}

/// <summary>
/// What changed as templates know it: <c>since</c>, and <c>groups</c> with a <c>title</c> and <c>rows</c> of <c>name</c>,
/// <c>before</c>, <c>now</c> and <c>note</c>.
/// </summary>
internal static class ChangesView
{
    public static ScriptObject? Of(CardChanges? changes) => changes is null ? null : new ScriptObject
    {
        ["since"] = $"v{changes.Since}",
        ["groups"] = new ScriptArray(changes.Groups.Select(group => new ScriptObject
        {
            ["title"] = group.Title,
            ["rows"] = new ScriptArray(group.Changes.Select(change => new ScriptObject
            {
                ["name"] = change.Name,
                ["before"] = change.Before,
                ["now"] = change.Now,
                ["note"] = change.Note,
            })),
        })),
    };
}
