using System.Globalization;
using System.Text;
using Pipeline.Reporting.ModelCards;

namespace Pipeline.Reporting.Plots;

/// <summary>How wide texts are, about: a drawing is made where nobody knows the reader's fonts.</summary>
internal static class PlotText
{
    /// <summary>
    /// Of a character of the drawing's usual size of 12, in its units. Fonts of systems differ by a fifth; this is nearly the
    /// widest.
    /// </summary>
    private const double Narrow = 7.5;

    private const double Wide = 12.5;

    private const double Broad = 11.5;

    private const double Slim = 4.4;

    public static double Width(string text) =>
        VisibleText.Of(text).EnumerateRunes().Sum(WidthOf);

    /// <summary>The text where it has room, else its begin and "…".</summary>
    public static string Fit(string text, double width)
    {
        var whole = VisibleText.Of(text).ReplaceLineEndings(" ");
        if (Width(whole) <= width)
            return whole;
        var (kept, used) = (new StringBuilder(), Narrow);
        var elements = StringInfo.GetTextElementEnumerator(whole);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            used += Width(element);
            if (used > width)
                break;
            kept.Append(element);
        }

        return $"{kept.ToString().TrimEnd()}…";
    }

    /// <summary>A length or a place, to a tenth of a unit.</summary>
    public static string Place(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);

    private static double WidthOf(Rune rune) => rune switch
    {
        _ when IsWide(rune) => Wide,
        _ when IsSlim(rune) => Slim,
        { Value: 'm' or 'w' or 'M' or 'W' or '@' or '%' } => Broad,
        _ => Narrow,
    };

    private static bool IsSlim(Rune rune) =>
        rune.Value is 'f' or 'i' or 'I' or 'j' or 'l' or 't' or '.' or ',' or ':' or ';' or '\'' or '|' or ' ';

    /// <summary>East Asian scripts, their marks, and pictures.</summary>
    private static bool IsWide(Rune rune) => rune.Value is
        (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD);
}
