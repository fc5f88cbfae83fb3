using System;
using System.Linq;
using System.Text;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Scriban.Functions;

/// <summary>The same text in another shape.</summary>
internal static class StringShapes
{
    public static string Upcase(TemplateContext context, string text) => text?.ToUpper(context.CurrentCulture);

    public static string Downcase(TemplateContext context, string text) => text?.ToLower(context.CurrentCulture);

    public static string Capitalize(string text) =>
        string.IsNullOrEmpty(text) ? string.Empty : $"{char.ToUpperInvariant(text[0])}{text.AsSpan(1)}";

    public static string Capitalizewords(string text)
    {
        var result = new StringBuilder(text);
        for (var i = 0; i < result.Length; i++)
        {
            if (i == 0 || char.IsWhiteSpace(result[i - 1]))
                result[i] = char.ToUpperInvariant(result[i]);
        }

        return result.ToString();
    }

    /// <summary>Lower case, with one dash for each row of anything but letters and digits.</summary>
    public static string Handleize(string text)
    {
        var result = new StringBuilder();
        foreach (var c in text ?? string.Empty)
        {
            if (char.IsLetterOrDigit(c))
                result.Append(char.ToLowerInvariant(c));
            else if (result.Length > 0 && result[^1] != '-')
                result.Append('-');
        }

        return result.ToString().TrimEnd('-');
    }

    public static string Strip(string text) => text?.Trim();

    public static string Lstrip(string text) => text?.TrimStart();

    public static string Rstrip(string text) => text?.TrimEnd();

    public static string StripNewlines(string text) => text?.Replace("\r", string.Empty).Replace("\n", string.Empty);

    public static string PadLeft(TemplateContext context, ScriptNode caller, string text, int width) =>
        (text ?? string.Empty).PadLeft(Width(context, caller, width));

    public static string PadRight(TemplateContext context, ScriptNode caller, string text, int width) =>
        (text ?? string.Empty).PadRight(Width(context, caller, width));

    public static string Literal(string text) => text is null ? null : Printer.Quote(text);

    public static string Escape(string text) =>
        text is null ? null : string.Concat(text.Select(x => Printer.Escape(x) ?? x.ToString()));

    private static int Width(TemplateContext context, ScriptNode caller, int width)
    {
        context.CheckLength(caller, width);
        return Math.Max(0, width);
    }
}
