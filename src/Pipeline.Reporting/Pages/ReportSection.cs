using Pipeline.Reporting.Plots;

namespace Pipeline.Reporting.Pages;

/// <summary>A part of the report; parts that have nothing to say are left out.</summary>
/// <param name="Id">What links lead to.</param>
/// <param name="Title">Also the link's words.</param>
/// <param name="Lead">What it is about; null where the title is enough.</param>
internal sealed record ReportSection(string Id, string Title, string? Lead)
{
    /// <summary>Above the figures, each as it is.</summary>
    public IReadOnlyList<Markup> Blocks { get; init; } = [];

    public IReadOnlyList<ReportFigure> Figures { get; init; } = [];

    /// <summary>In the order in which they are shown, below the figures.</summary>
    public IReadOnlyList<ReportGrid> Grids { get; init; } = [];

    /// <summary>Figures that are opened one by one, at the end.</summary>
    public IReadOnlyList<ReportFold> Folds { get; init; } = [];

    public bool IsEmpty => Figures.Count == 0 && Grids.Count == 0 && Blocks.Count == 0 && Folds.Count == 0;

    public Markup ToMarkup()
    {
        var html = new Markup();
        html.Open("section", ("id", Id)).Line().Element("h2", Title).Line();
        if (Lead is not null)
            html.Element("p", Lead, ("class", "lead")).Line();
        foreach (var block in Blocks)
            html.Add(block).Line();
        // A figure alone has its tables beside it, where there is room.
        var isSplit = Figures.Count == 1 && Grids.Count > 0;
        if (isSplit)
            html.Open("div", ("class", "split")).Line();
        html.Add(ReportFigure.ToMarkup(Figures));
        html.Open("div", ("class", "grids")).Line();
        foreach (var grid in Grids)
            html.Add((isSplit ? grid.Opened() : grid).ToMarkup());
        html.Close();
        if (isSplit)
            html.Close();
        foreach (var fold in Folds)
            html.Add(fold.ToMarkup());
        return html.Close().Line();
    }
}

/// <summary>Figures behind a line that opens them.</summary>
/// <param name="Title">What they are about.</param>
/// <param name="Note">Behind the title; empty for none.</param>
/// <param name="Figures">What is opened.</param>
internal sealed record ReportFold(string Title, string Note, IReadOnlyList<ReportFigure> Figures)
{
    /// <summary>As what kind of word the note is set apart, such as "failed"; null for a plain one.</summary>
    public string? Tag { get; init; }

    public bool IsOpen { get; init; }

    public Markup ToMarkup()
    {
        var html = new Markup();
        html.Open("details", ("class", "fold"), ("open", IsOpen ? "" : null)).Open("summary").Element("b", Title).Text(" ");
        if (Note.Length > 0)
            html.Element("span", Note, ("class", Tag is null ? null : $"tag {Tag}"));
        return html.Close().Line().Add(ReportFigure.ToMarkup(Figures)).Close().Line();
    }
}

/// <summary>A plot with what is said below it.</summary>
/// <param name="Name">Of its file, in lower case with hyphens: "roc". No text from data is in it.</param>
/// <param name="Plot">What is drawn.</param>
/// <param name="Caption">How it is read, in a sentence or two.</param>
internal sealed record ReportFigure(string Name, Plot Plot, string Caption)
{
    /// <summary>For those who look closely: a card does without it.</summary>
    public bool IsDetail { get; init; }

    /// <summary>Beside each other where there is room; nothing of none.</summary>
    public static Markup ToMarkup(IReadOnlyList<ReportFigure> figures)
    {
        var html = new Markup();
        if (figures.Count == 0)
            return html;
        html.Open("div", ("class", "figures")).Line();
        foreach (var figure in figures)
            html.Add(figure.ToMarkup());
        return html.Close().Line();
    }

    public Markup ToMarkup() => new Markup()
        .Open("figure").Element("h3", Plot.Title).Add(Plot.ToMarkup()).Element("figcaption", Caption).Close().Line();
}

/// <summary>A table of a report.</summary>
/// <param name="Heads">What begins with "#" has numbers below it.</param>
/// <param name="Rows">By row, then by head.</param>
internal sealed record ReportGrid(IReadOnlyList<string> Heads, IReadOnlyList<IReadOnlyList<ReportCell>> Rows)
{
    /// <summary>Folded away under these words; null for a table that is open.</summary>
    public string? Folded { get; init; }

    /// <summary>Above it; null for none.</summary>
    public string? Title { get; init; }

    /// <summary>The same, with what was folded away below its title.</summary>
    public ReportGrid Opened() => this with { Folded = null, Title = Folded ?? Title };

    public Markup ToMarkup()
    {
        var html = new Markup();
        if (Folded is not null)
            html.Open("details").Element("summary", Folded);
        if (Title is not null)
            html.Element("h3", Title);
        html.Open("div", ("class", "scroll")).Open("table", ("class", "stack")).Open("thead").Open("tr");
        foreach (var head in Heads)
            html.Element("th", Plain(head), ("class", ClassOf(head)), ("scope", "col"));
        html.Close().Close().Line().Open("tbody");
        foreach (var row in Rows)
        {
            html.Open("tr");
            foreach (var (head, cell) in Heads.Zip(row))
                cell.Write(html, Plain(head), ClassOf(head));
            html.Close().Line();
        }

        html.Close().Close().Close();
        if (Folded is not null)
            html.Close();
        return html.Line();
    }

    private static string Plain(string head) => head.TrimStart('#');

    private static string? ClassOf(string head) => head.StartsWith('#') ? "number" : null;
}

/// <summary>A cell of a report's table.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Tag">As what kind of word it is set apart, such as "passed"; null for a plain text.</param>
internal sealed record ReportCell(string Text, string? Tag = null)
{
    /// <summary>A sentence, which is set smaller.</summary>
    public bool IsReason { get; init; }

    public static implicit operator ReportCell(string text) => new(text);

    public void Write(Markup html, string head, string? style)
    {
        html.Open("td", ("class", IsReason ? "reason" : style), ("data-label", head));
        if (Tag is null)
            html.Breakable(Text);
        else
            html.Element("span", Text, ("class", $"tag {Tag}"));
        html.Close();
    }
}
