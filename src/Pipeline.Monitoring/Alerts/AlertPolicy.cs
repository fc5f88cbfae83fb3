using System.Globalization;
using Pipeline.Monitoring.Rules;

namespace Pipeline.Monitoring.Alerts;

/// <summary>When verdicts of a rule become an alert, and when that is over.</summary>
public sealed record AlertPolicy
{
    /// <summary>For how long verdicts must be bad. Default: one window.</summary>
    public Persistence For { get; init; } = Persistence.OneWindow;

    /// <summary>For how long they must be good again, without a bad one between them. Default: one window.</summary>
    public Persistence RecoverAfter { get; init; } = Persistence.OneWindow;

    /// <summary>Whether it is told in quiet times too. Default false.</summary>
    public bool IsUrgent { get; init; }

    /// <summary>As the manifest has it.</summary>
    public static AlertPolicy Of(RuleSpec rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return new AlertPolicy { For = rule.For, RecoverAfter = rule.RecoverAfter, IsUrgent = rule.Urgent };
    }
}

/// <summary>Times as people say them.</summary>
internal static class Spans
{
    /// <summary>
    /// "45 s", "12 min", "3 h 20 min", "2 d 4 h": two units at most, the smaller one left out where it is zero.
    /// </summary>
    public static string Words(TimeSpan time)
    {
        var (large, small) = time switch
        {
            { TotalDays: >= 1 } => (Part(time.Days, "d"), Part(time.Hours, "h")),
            { TotalHours: >= 1 } => (Part(time.Hours, "h"), Part(time.Minutes, "min")),
            { TotalMinutes: >= 1 } => (Part(time.Minutes, "min"), Part(time.Seconds, "s")),
            _ => (string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s"), ""),
        };
        return small.Length == 0 ? large : $"{large} {small}";
    }

    private static string Part(int amount, string unit) =>
        amount == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{amount} {unit}");
}
