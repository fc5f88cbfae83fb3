using Pipeline.Core.Checks;
using Pipeline.Monitoring.Windows;

namespace Pipeline.Monitoring.Rules;

public class FreshnessTests
{
    private static readonly FreshnessRule Asked = new() { Of = FreshKind.Predictions, Within = TimeSpan.FromHours(1) };
    private static readonly FreshnessRule Outcomes = new() { Of = FreshKind.Outcomes, Within = TimeSpan.FromDays(7) };

    private static readonly WindowLedger Ledger = new()
    {
        NewestPrediction = SomeLog.Monday + TimeSpan.FromHours(5),
        Windows =
        [
            new LedgerEntry
            {
                Series = new WindowSeries(SomeLog.Model, IsShadow: false),
                From = SomeLog.Monday,
                To = SomeLog.Monday + TimeSpan.FromHours(1),
                Rows = 1,
            },
        ],
    };

    [Theory]
    [InlineData(5.5, Outcome.Passed)]
    [InlineData(6, Outcome.Passed)]
    [InlineData(6.1, Outcome.Failed)]
    [InlineData(4, Outcome.Passed)]
    public void Judge_Predictions_MayBeAsOldAsTheRuleSays(double hours, Outcome outcome) =>
        Judge(Asked, Ledger, hours).Verdict.Outcome.ShouldBe(outcome);

    [Fact]
    public void Judge_OldPredictions_AreToldWithBothNumbers() =>
        Judge(Asked, Ledger, 8).Verdict.Reason.ShouldBe("predictions_age is 3 h; at most 1 h is required.");

    /// <summary>Outcomes that nobody ever told are as old as the first window.</summary>
    [Theory]
    [InlineData(24, Outcome.Passed)]
    [InlineData((24 * 7) + 1, Outcome.Failed)]
    public void Judge_OutcomesThatNeverCame_AreMissedAfterAWhile(double hours, Outcome outcome) =>
        Judge(Outcomes, Ledger, hours).Verdict.Outcome.ShouldBe(outcome);

    [Fact]
    public void Judge_EnvironmentThatNobodyAsked_SaysNothing() =>
        Judge(Outcomes, new WindowLedger(), 1).Verdict.Outcome.ShouldBe(Outcome.Skipped);

    private static CheckResult Judge(FreshnessRule rule, WindowLedger ledger, double hours) =>
        Freshness.Judge([rule, new DetectorRule { Detector = DetectorKind.Ddm }], ledger, SomeLog.Monday.AddHours(hours))
            .ShouldHaveSingleItem().Result;
}
