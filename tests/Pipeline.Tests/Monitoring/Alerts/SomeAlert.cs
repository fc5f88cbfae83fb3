using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Monitoring.Rules;

namespace Pipeline.Monitoring.Alerts;

/// <summary>Alerts and what they are made of, for tests.</summary>
internal static class SomeAlert
{
    public static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    public static readonly ModelName Model = ModelName.Parse("loan-default");

    public static AlertSubject Subject(string rule = "drift", string? column = "age", string? slice = null) =>
        new(Model, "production", rule) { Column = column, Slice = slice };

    public static AlertEvidence Bad(
        AlertSubject? subject = null, AlertPolicy? policy = null, string reason = "psi is 0.31; at most 0.1") =>
        new(subject ?? Subject(), Verdict.Failed(reason)) { Policy = policy ?? new AlertPolicy() };

    public static AlertEvidence Good(AlertSubject? subject = null, AlertPolicy? policy = null) =>
        new(subject ?? Subject(), Verdict.Passed()) { Policy = policy ?? new AlertPolicy() };

    public static AlertPolicy Policy(string bad, string good) => new()
    {
        For = Persistence.Parse(bad, null),
        RecoverAfter = Persistence.Parse(good, null),
    };

    /// <summary>The book after windows that end an hour apart, each with one piece of evidence.</summary>
    public static AlertBook After(params AlertEvidence[] evidence) =>
        evidence.Index().Aggregate(AlertBook.Empty, (book, x) => book.Take(Round(x.Index, x.Item)));

    public static AlertRound Round(int hour, params AlertEvidence[] evidence) => new(Noon.AddHours(hour), evidence);

    public static Alert Firing(
        string what = "psi in column 'age' is 0.31; at most 0.1 is required.", AlertSubject? subject = null)
    {
        return new Alert
        {
            Subject = subject ?? Subject(),
            Number = 1,
            State = AlertState.Firing,
            Severity = Severity.Error,
            What = what,
            Since = Noon,
            FiringSince = Noon.AddHours(1),
            LastSeen = Noon.AddHours(3),
            TimesSeen = 4,
            Change = 4,
            Series = new AlertSeries([0.02, 0.03, null, 0.2, 0.31], High: 0.1),
            Causes =
            [
                new AlertCause(AlertCauseKind.Drift, "'income' drifted in the same window (psi 0.4; at most 0.1 is required)."),
                new AlertCause(AlertCauseKind.Release, "Revision 7 (version 12) began to answer 20 min before."),
            ],
            Next = "./build.sh Monitor --environment production",
        };
    }
}
