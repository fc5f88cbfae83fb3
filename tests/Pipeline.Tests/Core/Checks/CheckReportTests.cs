namespace Pipeline.Core.Checks;

public class CheckReportTests
{
    [Theory]
    [InlineData(Outcome.Skipped, false)]
    [InlineData(Outcome.Passed, false)]
    [InlineData(Outcome.Inconclusive, true)]
    [InlineData(Outcome.Errored, true)]
    [InlineData(Outcome.Failed, true)]
    public void Fails_OneResult_FollowsItsOutcome(Outcome outcome, bool expected) =>
        new CheckReport([Some.Result(Outcome.Passed), Some.Result(outcome)]).Fails.ShouldBe(expected);

    [Theory]
    [InlineData(Outcome.Inconclusive)]
    [InlineData(Outcome.Errored)]
    [InlineData(Outcome.Failed)]
    public void Fails_SeverityWarn_IsAWarningInstead(Outcome outcome)
    {
        var report = new CheckReport([Some.Result(outcome, Severity.Warn)]);

        report.Fails.ShouldBeFalse();
        report.Warnings.Count().ShouldBe(1);
    }

    [Theory]
    [InlineData(Outcome.Inconclusive, false)]
    [InlineData(Outcome.Errored, true)]
    [InlineData(Outcome.Failed, true)]
    public void Fails_InconclusiveWarn_LetsOnlyInconclusivePass(Outcome outcome, bool expected) =>
        new CheckReport([Some.Result(outcome, inconclusive: Severity.Warn)]).Fails.ShouldBe(expected);

    [Fact]
    public void Worst_AnyPermutation_IsTheSame()
    {
        var random = new Random(7);
        var results = Enum.GetValues<Outcome>().Select(x => Some.Result(x)).ToArray();

        var worst = Enumerable.Range(0, 200).Select(_ =>
        {
            random.Shuffle(results);
            return new CheckReport(results[..random.Next(1, results.Length + 1)]);
        });

        worst.ShouldAllBe(x => x.Worst == x.Results.Select(y => y.Verdict.Outcome).Max());
    }

    [Fact]
    public void Worst_NoResults_IsSkippedAndNeverPassed() =>
        new CheckReport([]).Worst.ShouldBe(Outcome.Skipped);

    [Fact]
    public void Summary_MixedResults_CountsFromBestToWorst()
    {
        var report = new CheckReport([Some.Result(Outcome.Failed), Some.Result(Outcome.Passed), Some.Result(Outcome.Passed)]);

        report.Summary.ShouldBe("3 checks: 2 passed, 1 failed");
    }
}
