using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using Nuke.Common.Tooling;
using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions;

/// <summary>Scalars that mean to a YAML reader the text that they are made from, plain where that is possible.</summary>
internal static partial class Yaml
{
    private const RegexOptions IgnoreCase = RegexOptions.IgnoreCase;

    /// <summary>A word, a path or a pattern; a pattern is always quoted.</summary>
    public static string Scalar(string text) => text.Contains('*') ? SingleQuoted(text) : Expression(text);

    /// <summary>A text that may hold expressions, in which an asterisk is nothing special.</summary>
    public static string Expression(string text) => IsPlain(text) ? text : SingleQuoted(text);

    public static string SingleQuoted(string text) =>
        text.Any(char.IsControl) ? DoubleQuoted(text) : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    public static string DoubleQuoted(string text) => $"\"{string.Concat(text.Select(Escaped))}\"";

    public static string Of(Enum value)
    {
        var field = value.GetType().GetField(value.ToString());
        return field?.GetCustomAttribute<EnumValueAttribute>()?.Value ?? value.ToString().ToLowerInvariant();
    }

    /// <summary>Writes <c>key:</c> and its entries below it, or nothing where there are none.</summary>
    public static void WriteList(this CustomFileWriter writer, string key, IReadOnlyCollection<string> entries)
    {
        if (entries is not { Count: > 0 })
            return;

        writer.WriteLine($"{key}:");
        using (writer.Indent())
        {
            foreach (var entry in entries)
                writer.WriteLine($"- {Scalar(entry)}");
        }
    }

    private static bool IsPlain(string text) =>
        PlainText().IsMatch(text) && !Ambiguous().IsMatch(text) && !text.Any(char.IsControl)
        && !text.Contains(": ", StringComparison.Ordinal) && !text.Contains(" #", StringComparison.Ordinal);

    private static string Escaped(char character) => character switch
    {
        '"' => "\\\"",
        '\\' => @"\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ when char.IsControl(character) => $"\\u{(int)character:x4}",
        _ => character.ToString(),
    };

    [GeneratedRegex(@"\A[\w./~$()\\<=^+;](.*[^\s:])?\z")]
    private static partial Regex PlainText();

    // What a reader of YAML 1.1 or 1.2 takes for null, a truth value, a number or a date.
    [GeneratedRegex(@"\A(~|null|true|false|yes|no|on|off|y|n|[-+.\d][-+.:_\deTto]*|0x[\da-f]+|[-+]?\.(inf|nan))\z", IgnoreCase)]
    private static partial Regex Ambiguous();
}
