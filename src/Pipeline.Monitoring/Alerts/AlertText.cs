using System.Globalization;
using System.Text;
using Pipeline.Core.Checks;

namespace Pipeline.Monitoring.Alerts;

/// <summary>
/// What people are told of an alert, in lines without any mark-up: each channel escapes them in its own way. What came from data
/// is one line of bounded length, whatever stood there.
/// </summary>
/// <param name="Title">"Firing: drift of column 'age', production of loan-default".</param>
/// <param name="What">The sentence with both numbers.</param>
/// <param name="Facts">The rest, label by label.</param>
/// <param name="Command">What to run next; null for nothing.</param>
public sealed record AlertText(string Title, string What, IReadOnlyList<AlertFact> Facts, string? Command)
{
    private const int MostCharacters = 600;
    private const int MostOfTitle = 140;
    private const int MostCauses = 8;

    /// <param name="state">What is new, as a word: "Firing", "Resolved".</param>
    /// <param name="alert">What is told.</param>
    public static AlertText Of(string state, Alert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return new AlertText(
            Line($"{state}: {alert.Subject}", MostOfTitle),
            Line(alert.What),
            [.. FactsOf(alert)],
            alert.Next is null ? null : Line(alert.Next));
    }

    /// <summary>As a plain text, its lines ended by "\n".</summary>
    public override string ToString()
    {
        var text = new StringBuilder().Append(Title).Append("\n\n").Append(What).Append("\n\n");
        var width = Facts.Select(x => x.Label.Length).DefaultIfEmpty(0).Max();
        foreach (var fact in Facts)
            text.Append(fact.Label.PadRight(width)).Append("  ").Append(fact.Text).Append('\n');
        return Command is null ? text.ToString() : text.Append("\nNext: ").Append(Command).Append('\n').ToString();
    }

    /// <summary>One line of what may be anything: control characters are spaces, and what is too long ends in "…".</summary>
    public static string Line(string text, int most = MostCharacters)
    {
        ArgumentNullException.ThrowIfNull(text);
        var line = new StringBuilder(Math.Min(text.Length, most));
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length + rune.Utf16SequenceLength > most - 1)
                return line.Append('…').ToString();
            if (IsInvisible(rune))
                line.Append(' ');
            else
                line.Append(rune);
        }

        return line.ToString();
    }

    /// <summary>"2026-05-01 10:00 UTC".</summary>
    public static string Moment(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static IEnumerable<AlertFact> FactsOf(Alert alert)
    {
        var end = alert.ResolvedAt ?? alert.LastSeen;
        yield return new AlertFact("Since", string.Create(
            CultureInfo.InvariantCulture,
            $"{Moment(alert.Since)}, {Spans.Words(end - alert.Since)}, {alert.TimesSeen} bad windows"));
        if (alert.ResolvedAt is { } resolved)
            yield return new AlertFact("Over", $"{Moment(resolved)}. {Line(alert.Recovery ?? "")}");
        var severity = alert.Severity == Severity.Error ? "error" : "warn";
        yield return new AlertFact("Severity", alert.IsUrgent ? $"{severity}, urgent" : severity);
        if (alert.Series is { } series && AlertPlot.Sparkline(series) is { Length: > 0 } line)
            yield return new AlertFact("Trend", $"{line}  {AlertPlot.Words(series)}");
        if (alert.Deed is { } deed)
            yield return new AlertFact("Done", Line(deed.Words));
        foreach (var cause in alert.Causes.Take(MostCauses))
            yield return new AlertFact("Likely", Line(cause.Text));
        if (alert.Causes.Count > MostCauses)
            yield return new AlertFact("Likely", $"{alert.Causes.Count - MostCauses} more");
        yield return new AlertFact("Alert", $"{alert.Fingerprint}");
    }

    /// <summary>Controls, and marks that turn the direction of a text round or hide in it.</summary>
    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}

/// <summary>One thing that is known of an alert.</summary>
public sealed record AlertFact(string Label, string Text);
