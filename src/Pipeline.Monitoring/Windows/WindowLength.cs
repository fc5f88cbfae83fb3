using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using Pipeline.Core.Identity;

namespace Pipeline.Monitoring.Windows;

/// <summary>How much traffic a window holds: all of some time, or so many predictions.</summary>
[Description("a time from 1m to 366d, such as 1h or 7d, or 100 to 100000000 rows")]
[JsonConverter(typeof(ParsableConverter<WindowLength>))]
public sealed record WindowLength : IParsable<WindowLength>
{
    private const long FewestRows = 100;
    private const long MostRows = 100_000_000;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    private WindowLength(TimeSpan? time, long? rows) => (Time, Rows) = (time, rows);

    public static WindowLength Day { get; } = new(TimeSpan.FromDays(1), null);

    /// <summary>Null where rows are counted. Windows begin at its multiples in UTC, those of weeks on Mondays.</summary>
    public TimeSpan? Time { get; }

    /// <summary>Null where it is a time.</summary>
    public long? Rows { get; }

    /// <exception cref="FormatException">The text is no length of a window.</exception>
    public static WindowLength Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var length)
        ? length
        : throw new FormatException($"'{s}' is no length of a window; a time such as 1d is, or a number such as 5000 rows.");

    public static bool TryParse(
        [NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out WindowLength result)
    {
        result = s is null ? null : s.EndsWith(" rows", StringComparison.Ordinal) ? OfRows(s[..^5]) : OfTime(s);
        return result is not null;
    }

    public override string ToString() => Rows is { } rows
        ? string.Create(CultureInfo.InvariantCulture, $"{rows} rows")
        : Words(Time!.Value);

    private static WindowLength? OfRows(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rows)
        && rows is >= FewestRows and <= MostRows
            ? new WindowLength(null, rows)
            : null;

    private static WindowLength? OfTime(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return null;
        var unit = text[^1] switch
        {
            'm' => TimeSpan.TicksPerMinute,
            'h' => TimeSpan.TicksPerHour,
            'd' => TimeSpan.TicksPerDay,
            _ => 0,
        };
        var ticks = count * (decimal)unit;
        return ticks > 0 && ticks <= Longest.Ticks ? new WindowLength(new TimeSpan((long)ticks), null) : null;
    }

    /// <summary>As it is written: "90m".</summary>
    internal static string Words(TimeSpan time)
    {
        var (count, unit) = time.Ticks % TimeSpan.TicksPerDay == 0 ? (time.TotalDays, 'd')
            : time.Ticks % TimeSpan.TicksPerHour == 0 ? (time.TotalHours, 'h') : (time.TotalMinutes, 'm');
        return string.Create(CultureInfo.InvariantCulture, $"{count}{unit}");
    }
}
