using System;
using System.Collections.Generic;
using System.Linq;

namespace Nuke.Common.Utilities;

public static partial class StringExtensions
{
    private const StringComparison IgnoreCase = StringComparison.OrdinalIgnoreCase;

    public static bool IsNullOrEmpty(this string str) => string.IsNullOrEmpty(str);

    public static bool IsNullOrWhiteSpace(this string str) => string.IsNullOrWhiteSpace(str);

    public static string ToNullIfEmpty(this string str) => str.IsNullOrEmpty() ? null : str;

    public static string ToNullIfWhiteSpace(this string str) => str.IsNullOrWhiteSpace() ? null : str;

    public static bool EqualsOrdinalIgnoreCase(this string str, string other) => string.Equals(str, other, IgnoreCase);

    public static bool ContainsOrdinalIgnoreCase(this string str, string other) => str.Contains(other, IgnoreCase);

    public static bool StartsWithOrdinalIgnoreCase(this string str, string other) => str.StartsWith(other, IgnoreCase);

    public static bool EndsWithOrdinalIgnoreCase(this string str, string other) => str.EndsWith(other, IgnoreCase);

    public static bool EqualsAnyOrdinalIgnoreCase(this string str, params string[] others) =>
        others.Any(str.EqualsOrdinalIgnoreCase);

    public static bool EqualsAnyOrdinalIgnoreCase(this string str, IEnumerable<string> others) =>
        others.Any(str.EqualsOrdinalIgnoreCase);

    public static bool ContainsAnyOrdinalIgnoreCase(this string str, params string[] others) =>
        others.Any(str.ContainsOrdinalIgnoreCase);

    public static bool ContainsAnyOrdinalIgnoreCase(this string str, IEnumerable<string> others) =>
        others.Any(str.ContainsOrdinalIgnoreCase);

    /// <summary>Whether one of the strings is one of the others.</summary>
    public static bool ContainsAnyOrdinalIgnoreCase(this IEnumerable<string> str, params string[] others) =>
        str.Any(x => x.EqualsAnyOrdinalIgnoreCase(others));

    public static bool StartsWithAny(this string str, params string[] others) =>
        others.Any(x => str.StartsWith(x, StringComparison.Ordinal));

    public static bool StartsWithAny(this string str, IEnumerable<string> others) => str.StartsWithAny(others.ToArray());

    public static bool StartsWithAnyOrdinalIgnoreCase(this string str, params string[] others) =>
        others.Any(str.StartsWithOrdinalIgnoreCase);

    public static bool StartsWithAnyOrdinalIgnoreCase(this string str, IEnumerable<string> others) =>
        others.Any(str.StartsWithOrdinalIgnoreCase);

    public static bool EndsWithAny(this string str, params string[] others) =>
        others.Any(x => str.EndsWith(x, StringComparison.Ordinal));

    public static bool EndsWithAny(this string str, IEnumerable<string> others) => str.EndsWithAny(others.ToArray());

    public static bool EndsWithAnyOrdinalIgnoreCase(this string str, params string[] others) =>
        others.Any(str.EndsWithOrdinalIgnoreCase);

    public static bool EndsWithAnyOrdinalIgnoreCase(this string str, IEnumerable<string> others) =>
        others.Any(str.EndsWithOrdinalIgnoreCase);
}
