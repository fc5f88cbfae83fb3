using Pipeline.Reporting.Plots;

namespace Pipeline.Reporting.Pages;

/// <summary>
/// A report as one page of HTML that loads nothing and runs no script: its policy allows its own style sheet alone. The same
/// content makes the same page.
/// </summary>
internal sealed record ReportPage
{
    private static readonly string Style = $"{PageText.Read("page.css")}{PageText.Read("report.css")}{Plot.Style}";

    private static readonly string Policy =
        $"default-src 'none'; style-src {PageText.HashOf(Style)}; base-uri 'none'; form-action 'none'";

    /// <summary>What kind of report it is.</summary>
    public required string Kind { get; init; }

    /// <summary>Whose.</summary>
    public required string Title { get; init; }

    /// <summary>In the title of the window: "loan-default · evaluation".</summary>
    public required string WindowTitle { get; init; }

    /// <summary>A class of the style sheet ("passed", "failed", or nothing), what came of it, and a sentence below.</summary>
    public required (string State, string Title, string Summary) Verdict { get; init; }

    /// <summary>What the report is about.</summary>
    public required string Lead { get; init; }

    /// <summary>The figures that are looked at first.</summary>
    public required IReadOnlyList<ReportTile> Tiles { get; init; }

    /// <summary>In the order of the page; those that are empty are left out.</summary>
    public required IReadOnlyList<ReportSection> Sections { get; init; }

    public required string Foot { get; init; }

    public string Render()
    {
        var sections = Sections.Where(section => !section.IsEmpty).ToList();
        var html = new Markup();
        html.Open("html", ("lang", "en")).Line().Open("head").Line();
        html.Void("meta", ("charset", "utf-8")).Line();
        html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1")).Line();
        html.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", Policy)).Line();
        html.Void("meta", ("name", "color-scheme"), ("content", "light dark")).Line();
        html.Element("title", WindowTitle).Line().Style(Style).Line().Close().Line();
        html.Open("body").Line().Open("main").Line();
        WriteHeader(html, sections);
        foreach (var section in sections)
            html.Add(section.ToMarkup());
        html.Element("footer", $"{Foot} This page loads nothing from elsewhere.");
        html.Close().Line().Close().Line().Close().Line();
        return $"<!DOCTYPE html>\n{html}";
    }

    private void WriteHeader(Markup html, IReadOnlyList<ReportSection> sections)
    {
        html.Open("header").Line().Element("p", Kind, ("class", "kicker")).Element("h1", Title).Line();
        html.Open("div", ("class", $"verdict {Verdict.State}".TrimEnd())).Element("strong", Verdict.Title)
            .Element("span", Verdict.Summary).Close().Line();
        html.Element("p", Lead, ("class", "lead")).Line();
        html.Open("div", ("class", "tiles")).Line();
        foreach (var tile in Tiles)
        {
            html.Open("div", ("class", "tile")).Open("h3").Breakable(tile.Name).Close()
                .Element("b", tile.Value).Element("span", tile.Note).Close().Line();
        }

        html.Close().Line().Open("nav", ("aria-label", "Sections")).Line();
        foreach (var section in sections)
            html.Element("a", section.Title, ("href", $"#{section.Id}")).Line();
        html.Close().Line().Close().Line();
    }
}

/// <summary>A figure of the page's head.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">In large letters.</param>
/// <param name="Note">Below it; empty for none.</param>
internal sealed record ReportTile(string Name, string Value, string Note);
