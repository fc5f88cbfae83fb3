using System;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Scriban.Functions;

internal static class HtmlFunctions
{
    private const string Reserved = ";/?:@&=+$,#[]!'()*";

    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    public static string Strip(TemplateContext context, string text) => text is null
        ? null
        : Regex.Replace(text, "<[^>]*>", string.Empty, RegexOptions.NonBacktracking, context.RegexTimeOut);

    public static string NewlineToBr(string text) => text?.Replace("\r\n", "\n").Replace("\n", "<br />\n");

    public static string UrlEncode(string text) => text is null ? null : Uri.EscapeDataString(text);

    /// <summary>Escapes what may not be in an address, and leaves what has a meaning there.</summary>
    public static string UrlEscape(string text)
    {
        if (text is null)
            return null;

        var result = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var isReserved = rune.IsAscii && Reserved.Contains((char)rune.Value);
            result.Append(isReserved ? rune.ToString() : Uri.EscapeDataString(rune.ToString()));
        }

        return result.ToString();
    }
}
