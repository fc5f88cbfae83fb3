using System.Text;

namespace Pipeline.Reporting.ModelCards;

/// <summary>
/// Text as HTML, safe between tags and in an attribute, with quotes or without. The framework's encoder leaves "=", which ends
/// nothing only between quotes, and spells emoji out.
/// </summary>
internal static class HtmlText
{
    public static string Escape(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var character in text)
            result.Append(Entity(character) ?? character.ToString());
        return result.ToString();
    }

    private static string? Entity(char character) => character switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        '`' => "&#96;",
        '=' => "&#61;",
        _ => null,
    };
}
