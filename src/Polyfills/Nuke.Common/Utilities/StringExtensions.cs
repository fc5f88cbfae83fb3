using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace Nuke.Common.Utilities;

/// <summary>Text, as build scripts cut and join it.</summary>
public static partial class StringExtensions
{
    public static string Append(this string str, string appendText) => str + appendText;

    public static string Prepend(this string str, string prependText) => prependText + str;

    public static string Repeat(this char ch, int count) => new(ch, count);

    public static string Capitalize(this string text) =>
        text.IsNullOrEmpty() ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>Every line moved right by so many spaces.</summary>
    public static string Indent(this string text, int count) =>
        text.SplitLineBreaks().Select(x => ' '.Repeat(count) + x).JoinNewLine();

    /// <summary>Text for a composite format, in which braces must be doubled.</summary>
    public static string EscapeBraces(this string str) =>
        str.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    public static string TrimStart(this string str, string trim) =>
        str.StartsWith(trim, StringComparison.Ordinal) ? str[trim.Length..] : str;

    public static string TrimEnd(this string str, string trim) =>
        str.EndsWith(trim, StringComparison.Ordinal) ? str[..^trim.Length] : str;

    /// <summary>Puts one occurrence where several stand in a row.</summary>
    public static string TrimToOne(this string str, string trim)
    {
        while (str.Contains(trim + trim, StringComparison.Ordinal))
            str = str.Replace(trim + trim, trim, StringComparison.Ordinal);
        return str;
    }

    public static string[] SplitSpace(this string str) => str.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public static string[] SplitLineBreaks(this string str, StringSplitOptions options = StringSplitOptions.None) =>
        str.Split(["\r\n", "\n"], options);

    public static string[] SplitParagraphs(this string str, StringSplitOptions options = StringSplitOptions.None) =>
        str.Split(["\r\n\r\n", "\n\n"], options);

    /// <summary>Cuts at the characters that meet the predicate, which are dropped or begin the next part.</summary>
    public static IEnumerable<string> Split(
        this string str, Func<char, int, bool> predicate, bool includeSplitCharacter = false)
    {
        var part = new StringBuilder();
        for (var i = 0; i < str.Length; i++)
        {
            var cut = predicate(str[i], i);
            if (cut && part.Length > 0)
            {
                yield return part.ToString();
                part.Clear();
            }
            if (!cut || includeSplitCharacter)
                part.Append(str[i]);
        }
        if (part.Length > 0)
            yield return part.ToString();
    }

    /// <summary>The words of a name in camel or Pascal case; an exclusion is a word that stays in one piece.</summary>
    public static IEnumerable<string> SplitCamelHumps(this string str, params string[] exclusions)
    {
        var start = 0;
        for (var i = 1; i <= str.Length; i++)
        {
            if (i < str.Length && !StartsWord(str, i, exclusions))
                continue;
            yield return str[start..i];
            start = i;
        }
    }

    public static string ReplaceRegex(
        this string str, string pattern, MatchEvaluator matchEvaluator, RegexOptions options = RegexOptions.None) =>
        Regex.Replace(str, pattern, matchEvaluator, options);

    public static int IndexOfRegex(this string text, string expression) =>
        Regex.Match(text, expression) is { Success: true } match ? match.Index : -1;

    private static bool StartsWord(string text, int index, string[] exclusions)
    {
        if (exclusions.Any(x => IsWithin(text, index, x)))
            return false;
        return char.IsUpper(text[index]) &&
               (!char.IsUpper(text[index - 1]) || (index + 1 < text.Length && char.IsLower(text[index + 1])));
    }

    private static bool IsWithin(string text, int index, string word)
    {
        var from = text.IndexOf(word, Math.Max(0, index - word.Length + 1), StringComparison.Ordinal);
        return from >= 0 && from < index && index < from + word.Length;
    }
}
