using System.ComponentModel.DataAnnotations;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

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

/// <summary>A number of bytes as people write it: 500MB is 500 million, 500MiB a little more.</summary>
[Description("a size as 500MB, 20GB or 1.5GiB")]
public readonly partial record struct ByteSize(long Bytes) : IParsable<ByteSize>
{
    private const long Thousand = 1000;

    private static readonly string[] Units = ["kB", "MB", "GB", "TB"];

    /// <exception cref="FormatException">The text is no size.</exception>
    public static ByteSize Parse(string s, IFormatProvider? provider = null) => TryParse(s, provider, out var size)
        ? size
        : throw new FormatException($"'{s}' is no size; 500MB, 20GB and 1.5GiB are.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ByteSize result)
    {
        result = default;
        if (s is not { Length: < 30 } || Form().Match(s) is not { Success: true } match)
            return false;
        var step = match.Groups["binary"].Success ? 1024m : 1000m;
        var amount = decimal.Parse(match.Groups["amount"].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture);
        var steps = 1 + "KMGT".IndexOf(char.ToUpperInvariant(match.Groups["unit"].Value[0]), StringComparison.Ordinal);
        for (var i = 0; i < steps; i++)
        {
            if (amount > long.MaxValue / step)
                return false;
            amount *= step;
        }

        result = new ByteSize((long)decimal.Round(amount));
        return true;
    }

    /// <summary>With three digits, in powers of a thousand: "1.23 GB".</summary>
    public override string ToString()
    {
        if (Bytes < Thousand)
            return string.Create(CultureInfo.InvariantCulture, $"{Bytes} B");
        var (amount, unit) = ((double)Bytes / Thousand, 0);
        // What would be rounded to 1000 is 1 of the next unit.
        while (amount >= 999.5 && unit < Units.Length - 1)
            (amount, unit) = (amount / Thousand, unit + 1);
        var form = amount < 9.995 ? "0.00" : amount < 99.95 ? "0.0" : "0";
        return $"{amount.ToString(form, CultureInfo.InvariantCulture)} {Units[unit]}";
    }

    [GeneratedRegex(@"\A(?<amount>[0-9]+(?:\.[0-9]+)?)(?<unit>[kKMGT])(?<binary>i)?B\z")]
    private static partial Regex Form();
}
