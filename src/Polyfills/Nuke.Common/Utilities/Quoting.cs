using System;
using System.Linq;
using System.Text;

namespace Nuke.Common.Utilities;

/// <summary>Quotation marks around text, such that the marks can be taken off again.</summary>
internal static class Quoting
{
    /// <summary>A command-line argument in double quotes, by the rules that .NET and Windows split command lines with.</summary>
    public static string Argument(string text) => $"\"{ArgumentBody(text, beforeQuote: true)}\"";

    /// <summary>The text of an argument for a place inside double quotes: backslashes count only before a quote.</summary>
    public static string ArgumentBody(string text, bool beforeQuote)
    {
        var result = new StringBuilder(text.Length + 8);
        var backslashes = 0;
        foreach (var character in text)
        {
            if (character == '"')
                result.Append('\\', backslashes + 1);
            backslashes = character == '\\' ? backslashes + 1 : 0;
            result.Append(character);
        }
        return result.Append('\\', beforeQuote ? backslashes : 0).ToString();
    }

    /// <summary>The argument as it is where it needs no quotes, else in double quotes.</summary>
    public static string ArgumentIfNeeded(string text) =>
        text.Length > 0 && !text.Any(x => char.IsWhiteSpace(x) || x is '"' or '\'') ? text : Argument(text);

    /// <summary>Whether text ends within double quotes that it opened.</summary>
    public static bool IsOpen(string text, bool open)
    {
        var backslashes = 0;
        foreach (var character in text)
        {
            if (character == '"' && backslashes % 2 == 0)
                open = !open;
            backslashes = character == '\\' ? backslashes + 1 : 0;
        }
        return open;
    }

    public static int TrailingBackslashes(StringBuilder text)
    {
        var count = 0;
        while (count < text.Length && text[^(count + 1)] == '\\')
            count++;
        return count;
    }

    public static string Simple(string text, char mark) =>
        text is null ? "" : $"{mark}{text.Replace($"{mark}", $"\\{mark}", StringComparison.Ordinal)}{mark}";

    public static string SimpleIfNeeded(string text, char mark, params char?[] disallowed)
    {
        if (string.IsNullOrEmpty(text) || IsQuoted(text, mark))
            return text ?? "";
        return text.Any(x => disallowed.Contains(x)) ? Simple(text, mark) : text;
    }

    public static bool IsQuoted(string text, char mark) =>
        text is { Length: > 1 } && text[0] == mark && text[^1] == mark;
}
