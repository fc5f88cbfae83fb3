using System.Text;
using System.Text.RegularExpressions;

namespace Pipeline.Reporting.ModelCards;

/// <summary>
/// Text as one line of Markdown, safe at the start of a line, within one and in the cell of a table: no character of it has
/// a meaning, and a line break is a space.
/// </summary>
internal static partial class MarkdownText
{
    public static string Escape(string text)
    {
        var line = Space().Replace(text, " ").Trim();
        var result = new StringBuilder(line.Length);
        foreach (var character in line)
            result.Append(Escaped(character) ?? character.ToString());
        return Start().Replace(Link().Replace(result.ToString(), @"\$0"), @"$1\");
    }

    private static string? Escaped(char character) => character switch
    {
        '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '~' or '$' => $"\\{character}",
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        _ => null,
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    // What GitHub makes a link of although nobody marked it up.
    [GeneratedRegex(@"(?<=https?|ftp|mailto|xmpp):|(?<=www)\.", RegexOptions.IgnoreCase)]
    private static partial Regex Link();

    // Where a heading, a list, a rule or the line under a heading would begin.
    [GeneratedRegex(@"^(?:(\d{1,9})(?=[.)](?:\s|$))|(?=[#+\-=:.)]))")]
    private static partial Regex Start();
}
