using System;
using System.Globalization;
using Scriban.Syntax;

namespace Scriban.Functions;

/// <summary>Questions about text, and text to numbers.</summary>
internal static class StringFunctions
{
    private const NumberStyles Fraction = NumberStyles.Float | NumberStyles.AllowThousands;

    public static int Size(string text) => text?.Length ?? 0;

    public static bool Empty(string text) => string.IsNullOrEmpty(text);

    public static bool Whitespace(string text) => string.IsNullOrWhiteSpace(text);

    public static bool Contains(string text, string value) =>
        text?.Contains(value ?? string.Empty, StringComparison.Ordinal) ?? false;

    public static bool StartsWith(string text, string value) =>
        text?.StartsWith(value ?? string.Empty, StringComparison.Ordinal) ?? false;

    public static bool EndsWith(string text, string value) =>
        text?.EndsWith(value ?? string.Empty, StringComparison.Ordinal) ?? false;

    public static bool EqualsIgnoreCase(string text, string value) =>
        string.Equals(text, value, StringComparison.OrdinalIgnoreCase);

    public static int IndexOf(
        ScriptNode caller, string text, string search, int? startIndex = null, int? count = null, string stringComparison = null)
    {
        var start = startIndex ?? 0;
        if (stringComparison is not null)
            throw caller.Error("A comparison for string.index_of is not supported by this implementation of Scriban.");
        if (text is null || start < 0 || start > text.Length || count is < 0 || start + (long)(count ?? 0) > text.Length)
            throw caller.Error($"The range of string.index_of is outside of the text, which has {text?.Length ?? 0} characters.");

        return text.IndexOf(search ?? string.Empty, start, count ?? text.Length - start, StringComparison.Ordinal);
    }

    public static string Pluralize(int number, string singular, string plural) => number == 1 ? singular : plural;

    public static object ToInt(TemplateContext context, string text) =>
        int.TryParse(text, NumberStyles.Integer, context.CurrentCulture, out var value) ? value : null;

    public static object ToLong(TemplateContext context, string text) =>
        long.TryParse(text, NumberStyles.Integer, context.CurrentCulture, out var value) ? value : null;

    public static object ToFloat(TemplateContext context, string text) =>
        float.TryParse(text, Fraction, context.CurrentCulture, out var value) ? value : null;

    public static object ToDouble(TemplateContext context, string text) =>
        double.TryParse(text, Fraction, context.CurrentCulture, out var value) ? value : null;
}
