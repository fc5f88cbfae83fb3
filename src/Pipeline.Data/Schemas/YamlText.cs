using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Pipeline.Data.Schemas;

/// <summary>Texts as YAML writes them.</summary>
internal static partial class YamlText
{
    private static readonly string[] Words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];

    /// <summary>As it is where nothing else can be read out of it, else in double quotes.</summary>
    public static string Plain(string text) =>
        Simple().IsMatch(text) && !Words.Contains(text.ToLowerInvariant()) ? text : Quoted(text);

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            // What YAML does not print, and what a person would not see, is written as an escape.
            var isHidden = char.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned;
            quoted.Append(character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when isHidden => $"\\u{(int)character:x4}",
                _ => character.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*([ -][A-Za-z0-9_]+)*\z")]
    private static partial Regex Simple();
}
