using Pipeline.Core.Checks;
using Pipeline.Monitoring.Windows;

namespace Pipeline.Monitoring.Rules;

/// <summary>
/// How old the newest prediction and the newest outcome of an environment are when somebody looks. It belongs to no window:
/// between two windows a whole day may go by.
/// </summary>
public static class Freshness
{
    private const string Hours = "h";

    /// <param name="rules">All rules.</param>
    /// <param name="ledger">Of the environment.</param>
    /// <param name="now">When it is looked at.</param>
    /// <returns>A result for each rule of freshness.</returns>
    public static IReadOnlyList<RuleResult> Judge(IReadOnlyList<RuleSpec> rules, WindowLedger ledger, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(ledger);
        return [.. rules.OfType<FreshnessRule>().Select(x => new RuleResult(x, Judge(x, ledger, now)))];
    }

    private static CheckResult Judge(FreshnessRule rule, WindowLedger ledger, DateTimeOffset now)
    {
        var newest = rule.Of == FreshKind.Predictions ? ledger.NewestPrediction : ledger.NewestOutcome;

        // What never came is as old as the first window.
        var since = newest ?? (ledger.Windows.Count > 0 ? ledger.Windows.Min(x => x.From) : null);
        var limit = new Criterion.AtMost(rule.Within.TotalHours);
        var check = new Check { Id = rule.Id, Criterion = limit, Severity = rule.Severity };
        return check.Judge(new Measurement
        {
            Name = rule.Of == FreshKind.Predictions ? "predictions_age" : "outcomes_age",
            Unit = Hours,
            Value = since is { } time
                ? Math.Round(Math.Max(0, (now - time).TotalHours), 3)
                : new MeasuredValue.NotApplicable("nobody has asked for anything yet"),
        });
    }
}
