using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Monitoring.Alerts;
using Pipeline.Monitoring.Rules;

namespace Pipeline.Delivery.Monitoring;

/// <summary>What is known after one look at an environment.</summary>
/// <param name="At">When.</param>
/// <param name="Windows">Of the model that answers, judged, oldest first.</param>
/// <param name="Fresh">How old the newest of everything is.</param>
internal sealed record Look(DateTimeOffset At, IReadOnlyList<JudgedWindow> Windows, IReadOnlyList<RuleResult> Fresh)
{
    /// <summary>Every rule's last verdict.</summary>
    public IEnumerable<RuleResult> Last => (Windows.Count == 0 ? [] : Windows[^1].Results).Concat(Fresh);
}

/// <summary>What verdicts on windows are as evidence of alerts: whom they are about, what may be the cause, what helps.</summary>
internal sealed class AlertRounds(ModelName model, string environment, IReadOnlyList<RuleSpec> rules)
{
    private const int MostCauses = 5;

    /// <summary>A round for each window, in the order of windows, and one for this look.</summary>
    public IEnumerable<AlertRound> Of(Look look) => look.Windows
        .Select((window, place) => Of(window, place == 0 ? null : look.Windows[place - 1]))
        .Append(Of(look.At, look.Fresh, []));

    /// <summary>Of the last verdicts, those on which alerts of severity error rest that fire.</summary>
    public IReadOnlyList<CheckResult> Failing(Look look, AlertBook book)
    {
        var firing = book.Open.Where(x => x is { State: AlertState.Firing, Severity: Severity.Error })
            .Select(x => x.Fingerprint).ToHashSet();
        return [.. look.Last.Where(x => x.Result.Fails && firing.Contains(SubjectOf(x).Fingerprint)).Select(x => x.Result)];
    }

    private AlertRound Of(JudgedWindow judged, JudgedWindow? before) =>
        Of(judged.Window.To, judged.Results, Causes(judged, before));

    private AlertRound Of(DateTimeOffset end, IReadOnlyList<RuleResult> results, List<AlertCause> causes) =>
        new(end, [
            .. results.Where(x => x.Result.Verdict.Outcome is Outcome.Passed or Outcome.Failed or Outcome.Errored)
                .Select(x => new AlertEvidence(SubjectOf(x), x.Result.Verdict)
                {
                    Severity = x.Rule.Severity,
                    Policy = AlertPolicy.Of(x.Rule),
                    Series = AlertSeries.Of(x.Series, x.Result.Check.Criterion),
                    Causes = x.Rule is DriftRule or QualityRule
                        ? [.. causes.Where(cause => cause.Kind == AlertCauseKind.Release)]
                        : causes,
                    Next = NextOf(causes),
                }),
        ])
        {
            Rules = [.. rules.Select(x => x.Id)],
        };

    private AlertSubject SubjectOf(RuleResult result) =>
        AlertSubject.Of(model, environment, result.Rule.Id, result.Result.Measurement);

    private static List<AlertCause> Causes(JudgedWindow judged, JudgedWindow? before)
    {
        var revisions = judged.Window.Revisions.Except(before?.Window.Revisions ?? judged.Window.Revisions).ToList();
        return
        [
            .. revisions.Select(x => new AlertCause(
                AlertCauseKind.Release,
                string.Create(CultureInfo.InvariantCulture, $"Revision {x} began to answer in the same window."))),
            .. (judged.Drift?.Drifted ?? []).OrderBy(x => x.PValue ?? 0).ThenByDescending(x => x.Value).Take(MostCauses)
                .Select(x => new AlertCause(AlertCauseKind.Drift, x.Verdict.Reason)),
            .. judged.Results.Where(x => x is { Rule: QualityRule, Result.Verdict.Outcome: Outcome.Failed }).Take(MostCauses)
                .Select(x => new AlertCause(AlertCauseKind.Quality, x.Result.Verdict.Reason)),
        ];
    }

    private string NextOf(IReadOnlyList<AlertCause> causes) =>
        causes.Any(x => x.Kind == AlertCauseKind.Release)
            ? $"./build.sh Rollback --environment {environment}"
            : $"./build.sh Monitor --environment {environment}";
}
