using System.Globalization;
using System.Text;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban;

namespace Pipeline.Reporting.ModelCards;

/// <summary>Renders one card: every value that is printed is escaped, and every name that is not known is an error.</summary>
internal sealed class CardContext : TemplateContext
{
    // Above the rows of any card: a thousand is soon reached by metrics times slices.
    private const int MostRows = 100_000;

    private readonly CardMedium _medium;

    public CardContext(ScriptObject view, CardMedium medium)
    {
        _medium = medium;
        StrictVariables = true;
        EnableRelaxedMemberAccess = false;
        AutoIndent = false;
        LoopLimit = MostRows;
        NewLine = "\n";
        PushCulture(CultureInfo.InvariantCulture);
        PushGlobal(view);
    }

    public override TemplateContext Write(SourceSpan span, object? textAsObject)
    {
        if (textAsObject is null)
            return this;
        // Within Markdown it would be text of another kind, and is not asked for.
        if (textAsObject is TrustedMarkup markup)
            return _medium == CardMedium.Html ? Write(markup.Text) : this;

        var text = VisibleText.Of(ObjectToString(textAsObject) ?? "");
        return Write(_medium == CardMedium.Html ? HtmlText.Escape(text) : MarkdownText.Escape(text));
    }
}

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

/// <summary>Text whose reader sees all of it: what is invisible, or turns the direction of reading, is spelt out.</summary>
internal static class VisibleText
{
    public static string Of(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (IsHidden(rune))
                result.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            else
                result.Append(rune.ToString());
        }

        return result.ToString();
    }

    // A lone surrogate arrives as U+FFFD, which is visible.
    public static bool IsHidden(Rune rune) => rune.Value switch
    {
        '\n' or '\t' => false,
        0x200E or 0x200F or 0x061C or 0xFEFF or 0x200B or 0x2060 => true,
        >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069 => true,
        _ => Rune.IsControl(rune),
    };
}
