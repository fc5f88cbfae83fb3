using System.Globalization;
using Pipeline.Core.Problems;
using Pipeline.Monitoring.Rules;

namespace Pipeline.Delivery;

/// <summary>What monitoring is asked for.</summary>
/// <param name="Every">How long it waits before it looks again; null for once.</param>
/// <param name="Compared">Two times to compare the windows of instead; empty to look.</param>
public sealed record MonitorRequest(TimeSpan? Every, IReadOnlyList<ComparedTime> Compared)
{
    /// <summary>A file with what came true, relative to the root; null for what servers were told alone.</summary>
    public string? Outcomes { get; init; }

    /// <param name="every">A time such as 5m; null for once.</param>
    /// <param name="compared">Two months, days or moments in UTC, or none.</param>
    /// <exception cref="InvalidInputException">They are something else.</exception>
    public static MonitorRequest Of(string? every, IReadOnlyList<string> compared)
    {
        ArgumentNullException.ThrowIfNull(compared);
        var problems = new List<Problem>();
        var pause = default(TimeSpan?);
        if (every is not null && (!Persistence.TryParse(every, null, out var parsed) || (pause = parsed.Time) is null))
            problems.Add(new Problem($"'--every {every}' is no time; one such as 5m, 1h or 1d is accepted."));
        if (compared.Count is not (0 or 2))
            problems.Add(new Problem($"Two windows are compared, and not {compared.Count}."));
        var times = new List<ComparedTime>();
        foreach (var text in compared)
        {
            if (ComparedTime.Find(text) is { } time)
                times.Add(time);
            else
                problems.Add(new Problem(
                    $"'{text}' is no time in UTC; a month such as 2026-03, a day such as 2026-03-02, or a moment such as "
                    + "2026-03-02T12:00 is accepted."));
        }

        return problems.Count > 0 ? throw new InvalidInputException(problems) : new MonitorRequest(pause, times);
    }
}

/// <summary>A month or a day, of which all windows count as one, or a moment, of which the window counts that it is in.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">Exclusive; the same for a moment.</param>
public readonly record struct ComparedTime(DateTimeOffset From, DateTimeOffset To)
{
    private const string Month = "yyyy-MM";
    private const string Day = "yyyy-MM-dd";

    private static readonly string[] Moments =
        ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"];

    /// <summary>Null for what is none.</summary>
    internal static ComparedTime? Find(string text) =>
        TryParse(text, [Month], out var month) ? new(month, month.AddMonths(1))
        : TryParse(text, [Day], out var day) ? new(day, day.AddDays(1))
        : TryParse(text, Moments, out var moment) ? new(moment, moment)
        : null;

    public override string ToString() => From.UtcDateTime.ToString(
        To == From ? "yyyy-MM-dd'T'HH:mm'Z'" : To == From.AddDays(1) ? Day : Month, CultureInfo.InvariantCulture);

    private static bool TryParse(string text, string[] forms, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
}
