using System;
using System.Linq;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Scriban.Functions;

/// <summary>Text that is put together, cut and replaced.</summary>
internal static class StringParts
{
    public static string Append(TemplateContext context, ScriptNode caller, string text, string with)
    {
        context.CheckLength(caller, (text?.Length ?? 0) + (long)(with?.Length ?? 0));
        return text + with;
    }

    public static string Prepend(TemplateContext context, ScriptNode caller, string text, string by) =>
        Append(context, caller, by, text);

    public static string Replace(TemplateContext context, ScriptNode caller, string text, string match, string replace)
    {
        if (string.IsNullOrEmpty(text) || string.IsNullOrEmpty(match))
            return text;

        context.CheckLength(caller, text.Length + ((long)text.AsSpan().Count(match) * ((replace?.Length ?? 0) - match.Length)));
        return text.Replace(match, replace, StringComparison.Ordinal);
    }

    public static string ReplaceFirst(string text, string match, string replace, bool fromEnd = false)
    {
        if (string.IsNullOrEmpty(text) || string.IsNullOrEmpty(match))
            return text;

        var index = fromEnd ? text.LastIndexOf(match, StringComparison.Ordinal) : text.IndexOf(match, StringComparison.Ordinal);
        return index < 0 ? text : $"{text.AsSpan(0, index)}{replace}{text.AsSpan(index + match.Length)}";
    }

    public static string Remove(TemplateContext context, ScriptNode caller, string text, string remove) =>
        Replace(context, caller, text, remove, string.Empty);

    public static string RemoveFirst(string text, string remove) => ReplaceFirst(text, remove, string.Empty);

    public static string RemoveLast(string text, string remove) => ReplaceFirst(text, remove, string.Empty, fromEnd: true);

    /// <summary>A start below zero counts from the end; without a length it is all that follows.</summary>
    public static string Slice(string text, int start, int? length = null)
    {
        if (string.IsNullOrEmpty(text))
            return string.Empty;

        var from = start < 0 ? start + text.Length : start;
        if (from < 0 || from >= text.Length || length <= 0)
            return string.Empty;

        return text.Substring(from, Math.Min(length ?? text.Length, text.Length - from));
    }

    public static string Slice1(string text, int start, int length = 1) => Slice(text, start, length);

    public static ScriptArray Split(string text, string match)
    {
        if (string.IsNullOrEmpty(text))
            return [];

        return string.IsNullOrEmpty(match)
            ? new ScriptArray(text.Select(x => x.ToString()))
            : new ScriptArray(text.Split(match, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>At most the given length, of which the ellipsis is a part.</summary>
    public static string Truncate(string text, int length, string ellipsis = null)
    {
        var mark = ellipsis ?? "...";
        if (text is null || length < 0)
            return string.Empty;

        return text.Length <= length ? text : $"{text.AsSpan(0, Math.Max(0, length - mark.Length))}{mark}";
    }

    public static string Truncatewords(string text, int count, string ellipsis = null)
    {
        var words = (text ?? string.Empty).Split(default(char[]), StringSplitOptions.RemoveEmptyEntries);
        var kept = string.Join(' ', words.Take(count));
        return words.Length > count ? kept + (ellipsis ?? "...") : kept;
    }
}
