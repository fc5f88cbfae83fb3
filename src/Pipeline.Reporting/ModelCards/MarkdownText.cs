using System.Globalization;
using System.Text.RegularExpressions;
using System.Text;
using Pipeline.Core.Checks;

namespace Pipeline.Reporting.ModelCards;

/// <summary>
/// Text as one line of Markdown, safe at the start of a line, within one and in the cell of a table: no character of it has
/// a meaning, and a line break is a space.
/// </summary>
internal static partial class MarkdownText
{
    public static string Escape(string text)
    {
        var line = Space().Replace(text, " ").Trim();
        var result = new StringBuilder(line.Length);
        foreach (var character in line)
            result.Append(Escaped(character) ?? character.ToString());
        return Start().Replace(Link().Replace(result.ToString(), @"\$0"), @"$1\");
    }

    private static string? Escaped(char character) => character switch
    {
        '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '~' or '$' => $"\\{character}",
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        _ => null,
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    // What GitHub makes a link of although nobody marked it up.
    [GeneratedRegex(@"(?<=https?|ftp|mailto|xmpp):|(?<=www)\.", RegexOptions.IgnoreCase)]
    private static partial Regex Link();

    // Where a heading, a list, a rule or the line under a heading would begin.
    [GeneratedRegex(@"^(?:(\d{1,9})(?=[.)](?:\s|$))|(?=[#+\-=:.)]))")]
    private static partial Regex Start();
}

/// <summary>Numbers for people, alike on every machine.</summary>
internal static class Figure
{
    /// <summary>Four significant digits; whole numbers in full.</summary>
    public static string Of(double value) => value == Math.Round(value) && Math.Abs(value) < 1e15
        ? value.ToString("0", CultureInfo.InvariantCulture)
        : value.ToString(Math.Abs(value) is >= 1e-4 and < 1e6 ? Format(value) : "G4", CultureInfo.InvariantCulture);

    /// <summary>"32,561".</summary>
    public static string OfWhole(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"95 %".</summary>
    public static string OfPercent(double fraction) => $"{Of(fraction * 100)} %";

    /// <summary>A length along a scale as a percentage, for a style sheet.</summary>
    public static string OfPosition(double fraction) => (fraction * 100).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>"850 ms", "12.3 s", "4 min 5 s" or "2 h 4 min".</summary>
    public static string OfDuration(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0} ms"),
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.#} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.Minutes} min {duration.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)duration.TotalHours} h {duration.Minutes} min"),
    };

    /// <summary>What a sensor brought back, with its unit; or in words why there is nothing.</summary>
    public static string WithUnit(MeasuredValue value, string unit) => value switch
    {
        MeasuredValue.Number number => unit.Length == 0 ? Of(number.Value) : $"{Of(number.Value)} {unit}",
        MeasuredValue.Text text => text.Value,
        MeasuredValue.NotMeasured broken => $"not measured: {broken.Reason}",
        MeasuredValue.NotApplicable absent => $"does not apply: {absent.Reason}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Format(double value)
    {
        var whole = Math.Abs(value) < 1 ? 1 : (int)Math.Floor(Math.Log10(Math.Abs(value))) + 1;
        var leading = Math.Abs(value) < 1 ? (int)Math.Floor(-Math.Log10(Math.Abs(value))) : 0;
        return "0." + new string('#', Math.Max(1, 4 - whole + (Math.Abs(value) < 1 ? 1 + leading : 0)));
    }
}
