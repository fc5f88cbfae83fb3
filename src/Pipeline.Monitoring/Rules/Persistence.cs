using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using Pipeline.Core.Identity;
using Pipeline.Monitoring.Windows;

namespace Pipeline.Monitoring.Rules;

/// <summary>For how long something must be so: a number of windows in a row, or a time.</summary>
[Description("a number of windows such as 2 windows, or a time such as 30m, 6h or 2d")]
[JsonConverter(typeof(ParsableConverter<Persistence>))]
public sealed record Persistence : IParsable<Persistence>
{
    private const int MostWindows = 1000;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    private Persistence(int? windows, TimeSpan? time) => (Windows, Time) = (windows, time);

    public static Persistence OneWindow { get; } = new(1, null);

    /// <summary>At least 1; null where it is a time.</summary>
    public int? Windows { get; }

    /// <summary>Null where windows are counted.</summary>
    public TimeSpan? Time { get; }

    /// <summary>Whether it has lasted long enough.</summary>
    /// <param name="windows">How many windows in a row.</param>
    /// <param name="time">Between the end of the first and the end of the last.</param>
    public bool IsOver(int windows, TimeSpan time) => Windows is { } least ? windows >= least : time >= Time;

    /// <exception cref="FormatException">The text is neither.</exception>
    public static Persistence Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var parsed)
        ? parsed
        : throw new FormatException($"'{s}' is neither a number of windows such as 2 windows, nor a time such as 30m.");

    public static bool TryParse(
        [NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out Persistence result)
    {
        result = s?.Split(' ') switch
        {
            ["1", "window"] => OneWindow,
            [var count, "windows"] when Number(count) is > 0 and <= MostWindows => new Persistence(Number(count), null),
            [{ Length: > 1 } time] when Number(time[..^1]) is { } count && Unit(time[^1]) is { } unit
                && count > 0 && count * (double)unit <= Longest.Ticks => new Persistence(null, new TimeSpan(count * unit)),
            _ => null,
        };
        return result is not null;
    }

    public override string ToString() => Windows switch
    {
        null => WindowLength.Words(Time!.Value),
        1 => "1 window",
        { } windows => string.Create(CultureInfo.InvariantCulture, $"{windows} windows"),
    };

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static long? Unit(char letter) => letter switch
    {
        'm' => TimeSpan.TicksPerMinute,
        'h' => TimeSpan.TicksPerHour,
        'd' => TimeSpan.TicksPerDay,
        _ => null,
    };
}
