using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace Nuke.Common.IO;

/// <summary>A pattern cut into what each folder on the way must be called; null stands for any number of folders.</summary>
internal static class GlobPattern
{
    /// <exception cref="ArgumentException">The pattern is absolute or climbs.</exception>
    public static IEnumerable<IReadOnlyList<Regex>> Parse(string pattern, bool ignoreCase)
    {
        if (PathText.Root(pattern).Length > 0)
            throw new ArgumentException($"The pattern '{pattern}' must be relative.", nameof(pattern));
        return Expand(pattern.Replace('\\', '/')).Select(x => Segments(x, ignoreCase));
    }

    private static List<Regex> Segments(string pattern, bool ignoreCase)
    {
        var segments = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(x => x != ".").ToList();
        if (segments.Contains(".."))
            throw new ArgumentException($"The pattern '{pattern}' must not leave its folder.", nameof(pattern));
        if (segments is [.., "**"])
            segments.Add("*");
        return [.. segments.Select(x => x == "**" ? null : ToRegex(x, ignoreCase))];
    }

    /// <summary>One pattern for each choice of the braces.</summary>
    private static IEnumerable<string> Expand(string pattern)
    {
        var open = pattern.IndexOf('{');
        var close = open < 0 ? -1 : ClosingBrace(pattern, open);
        if (close < 0)
            return [pattern];
        return Choices(pattern[(open + 1)..close]).SelectMany(x => Expand(pattern[..open] + x + pattern[(close + 1)..]));
    }

    private static int ClosingBrace(string pattern, int open)
    {
        var depth = 0;
        for (var i = open; i < pattern.Length; i++)
        {
            depth += pattern[i] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
                return i;
        }
        return -1;
    }

    private static IEnumerable<string> Choices(string text)
    {
        var depth = 0;
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth > 0 || text[i] != ',')
                continue;
            yield return text[start..i];
            start = i + 1;
        }
        yield return text[start..];
    }

    private static Regex ToRegex(string segment, bool ignoreCase)
    {
        var expression = new StringBuilder("\\A");
        for (var i = 0; i < segment.Length; i++)
        {
            var end = segment[i] == '[' ? segment.IndexOf(']', Math.Min(i + 2, segment.Length)) : -1;
            expression.Append(segment[i] switch
            {
                '*' => ".*",
                '?' => ".",
                '[' when end > 0 => Class(segment[(i + 1)..end]),
                var character => Regex.Escape($"{character}"),
            });
            i = Math.Max(i, end);
        }
        var options = RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;
        return new Regex(expression.Append("\\z").ToString(), ignoreCase ? options | RegexOptions.IgnoreCase : options);
    }

    private static string Class(string characters)
    {
        var negated = characters[0] is '!' or '^';
        var text = characters[(negated ? 1 : 0)..].Replace("\\", "\\\\").Replace("[", "\\[").Replace("^", "\\^");
        return $"[{(negated ? "^" : "")}{text}]";
    }
}
