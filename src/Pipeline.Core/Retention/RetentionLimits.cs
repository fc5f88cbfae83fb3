using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Pipeline.Core.Retention;

/// <summary>How long, and how much, of one kind of kept things stays in one place; null sets no limit.</summary>
public sealed record RetentionLimits
{
    /// <summary>At most a hundred years.</summary>
    [Description("What was not used for longer is removed, such as 90d.")]
    [Range(typeof(TimeSpan), "01:00:00", "36500.00:00:00")]
    public TimeSpan? OlderThan { get; init; }

    [Description("While all together is larger, the oldest is removed, such as 20GB.")]
    public ByteSize? AtMost { get; init; }
}

/// <summary>What limits make of the things in one place.</summary>
/// <param name="Removed">Oldest first.</param>
/// <param name="Stays">The rest.</param>
/// <param name="Over">Of the rest, what is over a limit and stays even so, oldest first.</param>
public sealed record RetentionPlan(
    IReadOnlyList<KeptEntry> Removed, IReadOnlyList<KeptEntry> Stays, IReadOnlyList<KeptEntry> Over);

/// <summary>Decides what goes: the oldest first, never what something points to, nor what is younger than an hour.</summary>
public static class RetentionPolicy
{
    /// <summary>What is younger stays: whoever made it may not have written yet what will point to it.</summary>
    public static TimeSpan SafeAge { get; } = TimeSpan.FromHours(1);

    /// <param name="entries">Of one kind, in one place.</param>
    /// <param name="limits">For all of them together.</param>
    /// <param name="now">By the clock that dated them.</param>
    public static RetentionPlan Decide(IReadOnlyCollection<KeptEntry> entries, RetentionLimits limits, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(limits);
        var (removed, stays, over) = (new List<KeptEntry>(), new List<KeptEntry>(), new List<KeptEntry>());
        var bytes = entries.Sum(x => x.Bytes);
        foreach (var entry in entries.OrderBy(x => x.LastUsed).ThenBy(x => x.Path, StringComparer.Ordinal))
        {
            var age = now - entry.LastUsed;
            var isOver = age > limits.OlderThan || bytes > limits.AtMost?.Bytes;
            if (isOver && entry.KeptBy is null && age >= SafeAge)
            {
                removed.Add(entry);
                bytes -= entry.Bytes;
                continue;
            }

            stays.Add(entry);
            if (isOver)
                over.Add(entry);
        }

        return new RetentionPlan(removed, stays, over);
    }
}
