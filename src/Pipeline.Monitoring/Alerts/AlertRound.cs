using Pipeline.Core.Checks;

namespace Pipeline.Monitoring.Alerts;

/// <summary>The verdicts on one window.</summary>
/// <param name="End">Where the window ends, by which windows are in order; also that of a window by rows.</param>
/// <param name="Evidence">One for each subject; of several for the same, the worst verdict counts.</param>
public sealed record AlertRound(DateTimeOffset End, IReadOnlyList<AlertEvidence> Evidence)
{
    /// <summary>
    /// All rules that there are, so that an alert of a rule that was taken out of the manifest is over; null where that is not
    /// known.
    /// </summary>
    public IReadOnlyCollection<string>? Rules { get; init; }
}

/// <summary>A verdict, and what helps to understand it.</summary>
/// <param name="Subject">What it is about.</param>
/// <param name="Verdict">
/// Failed and errored ones are bad: that something cannot be measured is news too. Passed ones are good. Inconclusive and
/// skipped ones say nothing: whatever was, stays.
/// </param>
public sealed record AlertEvidence(AlertSubject Subject, Verdict Verdict)
{
    /// <summary>Of the check.</summary>
    public Severity Severity { get; init; } = Severity.Error;

    public AlertPolicy Policy { get; init; } = new();

    public AlertSeries? Series { get; init; }

    public IReadOnlyList<AlertCause> Causes { get; init; } = [];

    /// <summary>"./build.sh Monitor --environment production", for instance.</summary>
    public string? Next { get; init; }

    internal bool IsBad => Verdict.Outcome is Outcome.Failed or Outcome.Errored;

    internal bool IsGood => Verdict.Outcome == Outcome.Passed;
}
