using System.Globalization;
using Pipeline.Reporting.ModelCards;
using Scriban.Runtime;

namespace Pipeline.Reporting.Dossier;

/// <summary>Writes a dossier for people. Whatever it says is escaped, as on a card.</summary>
public static class DossierRenderer
{
    private static readonly CardTemplate Markdown = CardTemplate.OfToolkit("annex-iv.md.sbn", CardMedium.Markdown);
    private static readonly CardTemplate Page = CardTemplate.OfToolkit("annex-iv.html.sbn", CardMedium.Html);

    /// <summary>The same dossier makes the same text.</summary>
    public static string Render(DossierDocument dossier, CardMedium medium)
    {
        ArgumentNullException.ThrowIfNull(dossier);
        var template = medium == CardMedium.Html ? Page : Markdown;
        return template.Template.Render(new CardContext(Of(dossier), medium));
    }

    private static ScriptObject Of(DossierDocument dossier) => new()
    {
        ["title"] = dossier.Title,
        ["name"] = $"{dossier.Name}",
        ["version"] = dossier.Version is { } version ? $"v{version}" : "not registered",
        ["regulation"] = dossier.Regulation,
        ["written_at"] = dossier.WrittenAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
        ["retention"] = DossierMaker.Source.Retention,
        ["note"] = DossierMaker.Source.ApplicationNote,
        ["application"] = new ScriptArray(DossierMaker.Source.Application.Select(
            date => new ScriptObject { ["date"] = date.Date, ["what"] = date.What })),
        ["measured"] = Count(dossier, Evidence.Measured),
        ["declared"] = Count(dossier, Evidence.Declared),
        ["missing"] = Count(dossier, Evidence.Missing),
        ["points"] = new ScriptArray(dossier.Points.Select(Of)),
    };

    private static int Count(DossierDocument dossier, Evidence state) => dossier.Points.Count(point => point.State == state);

    private static ScriptObject Of(DossierPoint point) => new()
    {
        ["id"] = point.Id,
        ["title"] = point.Title,
        ["asks"] = point.Asks,
        ["state"] = point.State.ToString().ToLowerInvariant(),
        ["missing"] = new ScriptArray(point.Missing),
        ["evidence"] = new ScriptArray(point.Evidence.Select(evidence => new ScriptObject
        {
            ["what"] = evidence.What,
            ["path"] = evidence.Path,
            ["digest"] = $"{evidence.Digest}",
        })),
        ["statements"] = new ScriptArray(point.Statements.Select(statement => new ScriptObject
        {
            ["key"] = statement.Key,
            ["text"] = statement.Text,
            ["is_file"] = statement.Kind == DossierStatementKind.File,
            ["applies"] = statement.Kind != DossierStatementKind.NotApplicable,
            ["digest"] = statement.Digest is { } digest ? $"{digest}" : null,
        })),
    };
}
