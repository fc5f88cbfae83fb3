using System.Collections.Generic;
using System.Linq;

namespace Nuke.Common.Utilities;

public static partial class StringExtensions
{
    public static string Join(this IEnumerable<string> enumerable, string separator) => string.Join(separator, enumerable);

    public static string Join(this IEnumerable<string> enumerable, char separator) => string.Join(separator, enumerable);

    public static string JoinSpace(this IEnumerable<string> values) => values.Join(' ');

    public static string JoinComma(this IEnumerable<string> values) => values.Join(',');

    public static string JoinCommaSpace(this IEnumerable<string> values) => values.Join(", ");

    /// <summary>As in <c>a, b, and c</c>.</summary>
    public static string JoinCommaAnd(this IEnumerable<string> values) => JoinSentence(values, "and");

    /// <summary>As in <c>a, b, or c</c>.</summary>
    public static string JoinCommaOr(this IEnumerable<string> values) => JoinSentence(values, "or");

    public static string JoinSemicolon(this IEnumerable<string> values) => values.Join(';');

    public static string JoinDot(this IEnumerable<string> values) => values.Join('.');

    public static string JoinDash(this IEnumerable<string> values) => values.Join('-');

    public static string JoinUnderscore(this IEnumerable<string> values) => values.Join('_');

    public static string JoinSlash(this IEnumerable<string> values) => values.Join('/');

    public static string JoinBackslash(this IEnumerable<string> values) => values.Join('\\');

    public static string JoinAmpersand(this IEnumerable<string> values) => values.Join('&');

    public static string JoinNewLine(this IEnumerable<string> values, PlatformFamily? platformFamily = null) =>
        values.Join(LineBreak(platformFamily));

    /// <summary>With an empty line between two values.</summary>
    public static string JoinParagraph(this IEnumerable<string> values, PlatformFamily? platformFamily = null) =>
        values.Join(LineBreak(platformFamily) + LineBreak(platformFamily));

    internal static string LineBreak(PlatformFamily? platformFamily) => platformFamily switch
    {
        null => EnvironmentInfo.NewLine,
        PlatformFamily.Windows => "\r\n",
        _ => "\n",
    };

    private static string JoinSentence(IEnumerable<string> values, string word)
    {
        var items = values.ToList();
        return items.Count switch
        {
            < 2 => items.Join(""),
            2 => $"{items[0]} {word} {items[1]}",
            _ => $"{items.SkipLast(1).JoinCommaSpace()}, {word} {items[^1]}",
        };
    }
}
