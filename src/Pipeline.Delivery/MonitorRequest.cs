using System.Globalization;
using Pipeline.Core.Problems;
using Pipeline.Monitoring.Rules;

namespace Pipeline.Delivery;

/// <summary>What monitoring is asked for.</summary>
/// <param name="Every">How long it waits before it looks again; null for once.</param>
/// <param name="Compared">Times in two windows to compare instead; empty to look.</param>
public sealed record MonitorRequest(TimeSpan? Every, IReadOnlyList<DateTimeOffset> Compared)
{
    /// <summary>A file with what came true, relative to the root; null for what servers were told alone.</summary>
    public string? Outcomes { get; init; }

    private static readonly string[] Forms =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"];

    /// <param name="every">A time such as 5m; null for once.</param>
    /// <param name="compared">Two times in UTC, or none.</param>
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
        var times = new List<DateTimeOffset>();
        foreach (var text in compared)
        {
            if (DateTimeOffset.TryParseExact(
                text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
                times.Add(time);
            else
                problems.Add(new Problem($"'{text}' is no time in UTC; one such as 2026-03-02 or 2026-03-02T12:00 is accepted."));
        }

        return problems.Count > 0 ? throw new InvalidInputException(problems) : new MonitorRequest(pause, times);
    }
}
