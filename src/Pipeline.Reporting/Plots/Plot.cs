using System.Text;
using Pipeline.Reporting.Pages;

namespace Pipeline.Reporting.Plots;

/// <summary>
/// A figure as SVG: text is text, colours are variables of a style sheet that knows light, dark and paper, and a reader that does
/// not see it is told what it shows. It has no script and loads nothing.
/// </summary>
internal abstract record Plot
{
    /// <summary>All are equally wide, so that those beside each other have letters of one size, also on a telephone.</summary>
    public const double Width = 380;

    /// <summary>Its colours, for a page that has plots in it.</summary>
    public static string Style { get; } = PageText.Read("plot.css");

    /// <summary>Also its name: "ROC curve".</summary>
    public required string Title { get; init; }

    /// <summary>What it shows, in words, for those who do not see it; null where the plot itself can say.</summary>
    public string? Description { get; init; }

    /// <summary>For a page that has <see cref="Style"/>.</summary>
    public Markup ToMarkup() => Svg(isAlone: false);

    /// <summary>A file of its own, with its style in it.</summary>
    public string ToFile() => $"{Svg(isAlone: true)}\n";

    /// <summary>What those are told who do not see it.</summary>
    protected virtual string Describe() => Description ?? "";

    /// <summary>Draws, and says how high that came out.</summary>
    protected abstract double Draw(Markup svg);

    protected static string At(double value) => PlotText.Place(value);

    protected static void Text(Markup svg, double x, double y, string text, string? style = null, string? anchor = null) =>
        svg.Element("text", text, ("x", At(x)), ("y", At(y)), ("class", style), ("text-anchor", anchor));

    /// <summary>A text that may be too long, which then is shortened and has all of it as its title.</summary>
    protected static void TextWithin(
        Markup svg, double x, double y, string text, double width, string? style = null, string? anchor = null)
    {
        var fitted = PlotText.Fit(text, width);
        if (fitted == text)
        {
            Text(svg, x, y, text, style, anchor);
            return;
        }

        svg.Open("text", ("x", At(x)), ("y", At(y)), ("class", style), ("text-anchor", anchor))
            .Element("title", text).Text(fitted).Close();
    }

    /// <summary>What an axis is about: in its middle, or as near to it as the drawing has room.</summary>
    protected static void Caption(Markup svg, double middle, double y, string text)
    {
        var half = Math.Min(PlotText.Width(text), Width) / 2;
        TextWithin(svg, Math.Clamp(middle, half, Width - half), y, text, Width, anchor: "middle");
    }

    /// <summary>Words below a tick, which do not leave the drawing.</summary>
    protected static void Centred(Markup svg, double x, double y, string word)
    {
        var half = Math.Min(PlotText.Width(word), Width) / 2;
        Text(svg, Math.Clamp(x, half, Width - half), y, word, anchor: "middle");
    }

    protected static void Line(Markup svg, double x1, double y1, double x2, double y2, string style) => svg.Empty(
        "line", ("class", style), ("x1", At(x1)), ("y1", At(y1)), ("x2", At(x2)), ("y2", At(y2)));

    protected static void Box(Markup svg, double x, double y, double width, double height, string style, string? title = null)
    {
        svg.Open(
            "rect",
            ("class", style), ("x", At(x)), ("y", At(y)), ("width", At(Math.Max(0, width))), ("height", At(Math.Max(0, height))));
        if (title is not null)
            svg.Element("title", title);
        svg.Close();
    }

    /// <summary>Dots of one size and colour as one path: a dot is a line of no length with round ends.</summary>
    protected static void Dots(Markup svg, IEnumerable<(double X, double Y)> places, string style)
    {
        var path = new StringBuilder();
        foreach (var (x, y) in places)
            path.Append('M').Append(At(x)).Append(' ').Append(At(y)).Append("h0");
        if (path.Length > 0)
            svg.Empty("path", ("class", $"dots {style}"), ("d", path.ToString()));
    }

    /// <summary>Names of series with their colours, from left to right and in as many rows as needed.</summary>
    /// <returns>Where what comes below may begin.</returns>
    protected static double Legend(Markup svg, IReadOnlyList<(string Name, string Style)> series, double y)
    {
        if (series.Count == 0)
            return y;
        var x = 2.0;
        foreach (var (name, style) in series)
        {
            var fitted = Math.Min(PlotText.Width(name), Width - 32);
            if (x > 2 && x + 22 + fitted > Width)
                (x, y) = (2, y + 16);
            Line(svg, x, y + 7, x + 16, y + 7, $"swatch {style}");
            TextWithin(svg, x + 21, y + 11, name, Width - 24 - x);
            x += 21 + fitted + 14;
        }

        return y + 20;
    }

    private Markup Svg(bool isAlone)
    {
        var body = new Markup();
        var height = Draw(body);
        var svg = new Markup();
        svg.Open(
            "svg",
            ("class", "chart"),
            ("xmlns", isAlone ? "http://www.w3.org/2000/svg" : null),
            ("viewBox", $"0 0 {At(Width)} {At(height)}"),
            ("width", isAlone ? At(Width * 1.5) : null),
            ("role", "img"),
            ("aria-label", $"{Title}. {Describe()}".TrimEnd()));
        if (isAlone)
        {
            svg.Element("title", Title).Style(Style).Empty(
                "rect", ("class", "paper"), ("width", At(Width)), ("height", At(height)), ("rx", "6"));
        }

        return svg.Add(body).Close();
    }
}
