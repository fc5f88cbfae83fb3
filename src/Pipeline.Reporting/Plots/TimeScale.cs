using System.Globalization;

namespace Pipeline.Reporting.Plots;

/// <summary>An axis of times: numbers are seconds since 1970 in UTC, and its ticks are where people look for them.</summary>
internal static class TimeScale
{
    private const double Minute = 60;
    private const double Hour = 60 * Minute;
    private const double Day = 24 * Hour;

    private static readonly double[] Steps =
    [
        1, 5, 15, 30, Minute, 2 * Minute, 5 * Minute, 10 * Minute, 30 * Minute, Hour, 2 * Hour, 3 * Hour, 6 * Hour, 12 * Hour,
        Day, 2 * Day, 7 * Day, 14 * Day, 28 * Day, 91 * Day, 182 * Day, 364 * Day, 1820 * Day, 3640 * Day,
    ];

    public static double Of(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).TotalSeconds;

    /// <summary>At most so many ticks, at round times, with their words: "14:30", "05-02", "2026-05".</summary>
    public static IReadOnlyList<(double At, string Word)> Ticks(PlotScale scale, int most)
    {
        var step = Steps.FirstOrDefault(x => (scale.High - scale.Low) / x < most, Steps[^1]);
        var first = Math.Ceiling(scale.Low / step) * step;
        var ticks = new List<(double, string)>();
        for (var at = first; at <= scale.High && ticks.Count < most; at += step)
            ticks.Add((at, Word(at, step)));
        return ticks;
    }

    private static string Word(double seconds, double step)
    {
        var time = DateTimeOffset.UnixEpoch.AddSeconds(Math.Clamp(seconds, -6e10, 2.5e11));
        var form = step < Minute ? "HH:mm:ss" : step >= 28 * Day ? "yyyy-MM"
            : step >= Day || time.TimeOfDay == TimeSpan.Zero ? "MM-dd" : "HH:mm";
        return time.ToString(form, CultureInfo.InvariantCulture);
    }
}
