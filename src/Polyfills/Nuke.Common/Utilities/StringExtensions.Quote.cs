namespace Nuke.Common.Utilities;

public static partial class StringExtensions
{
    public static string DoubleQuote(this string str) => Quoting.Simple(str, '"');

    /// <summary>In double quotes when the text has a space and is not in quotes yet.</summary>
    public static string DoubleQuoteIfNeeded(this string str) => str.DoubleQuoteIfNeeded(' ');

    public static string DoubleQuoteIfNeeded(this string str, params char?[] disallowed) =>
        Quoting.SimpleIfNeeded(str, '"', disallowed);

    public static string SingleQuote(this string str) => Quoting.Simple(str, '\'');

    /// <summary>In single quotes when the text has a space and is not in quotes yet.</summary>
    public static string SingleQuoteIfNeeded(this string str) => str.SingleQuoteIfNeeded(' ');

    public static string SingleQuoteIfNeeded(this string str, params char?[] disallowed) =>
        Quoting.SimpleIfNeeded(str, '\'', disallowed);

    public static bool IsDoubleQuoted(this string str) => Quoting.IsQuoted(str, '"');

    public static bool IsSingleQuoted(this string str) => Quoting.IsQuoted(str, '\'');

    public static string TrimMatchingDoubleQuotes(this string str) => str.IsDoubleQuoted() ? str[1..^1] : str;

    public static string TrimMatchingSingleQuotes(this string str) => str.IsSingleQuoted() ? str[1..^1] : str;
}
