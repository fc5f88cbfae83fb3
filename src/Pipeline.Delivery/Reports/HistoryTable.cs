using System.Globalization;
using Pipeline.Core.Audit;
using Pipeline.Environments;

namespace Pipeline.Delivery.Reports;

/// <summary>What was decided in an environment, by whom and why. What servers do by themselves is in its logs.</summary>
internal static class HistoryTable
{
    private static readonly Dictionary<string, (string Words, TableTone Tone)> Decisions = new(StringComparer.Ordinal)
    {
        [EnvironmentActions.Registered] = ("begun", TableTone.Plain),
        [EnvironmentActions.Shifted] = ("weight", TableTone.Plain),
        [EnvironmentActions.Mirrored] = ("mirror", TableTone.Plain),
        [EnvironmentActions.AnalysisPassed] = ("passed", TableTone.Good),
        [EnvironmentActions.AnalysisInconclusive] = ("cannot tell", TableTone.Doubtful),
        [EnvironmentActions.PauseAsked] = ("pause asked", TableTone.Doubtful),
        [EnvironmentActions.Paused] = ("paused", TableTone.Doubtful),
        [EnvironmentActions.Approved] = ("approved", TableTone.Plain),
        [EnvironmentActions.Resumed] = ("resumed", TableTone.Plain),
        [EnvironmentActions.Promoted] = ("promoted", TableTone.Good),
        [EnvironmentActions.Aborted] = ("aborted", TableTone.Bad),
        [EnvironmentActions.Abandoned] = ("abandoned", TableTone.Bad),
        [EnvironmentActions.Restarting] = ("restarted", TableTone.Plain),
        [EnvironmentActions.RolledBack] = ("rolled back", TableTone.Bad),
        [EnvironmentActions.Crashed] = ("crashed", TableTone.Bad),
        [EnvironmentActions.TakenDown] = ("taken down", TableTone.Plain),
    };

    /// <param name="events">Oldest first.</param>
    /// <param name="most">How many decisions at most: the last.</param>
    public static ReportTable Of(IReadOnlyList<AuditEvent> events, int most) => new(
        ["when", "what", "#rev.", "by whom and why"],
        [.. events.Where(x => Find(x) is not null).TakeLast(most).Select(Row)]);

    private static IReadOnlyList<TableCell> Row(AuditEvent happened)
    {
        var (words, tone) = Find(happened)!.Value;
        return
        [
            // One word, so that no line breaks in it.
            new(happened.Time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)),
            new(words, tone),
            new(RevisionOf(happened.Subject)),
            new(happened.Reason is { } reason ? $"{happened.Actor.Name}: {reason}" : happened.Actor.Name),
        ];
    }

    private static (string Words, TableTone Tone)? Find(AuditEvent happened) =>
        EnvironmentActions.IsAborted(happened.Action) ? Decisions[EnvironmentActions.Aborted]
        : Decisions.TryGetValue(happened.Action, out var decision) ? decision
        : null;

    /// <summary>"3" of "loan-default/3"; nothing where the event is of the environment.</summary>
    private static string RevisionOf(string subject) => subject.LastIndexOf('/') is var at and >= 0 ? subject[(at + 1)..] : "";
}
