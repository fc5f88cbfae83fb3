using Pipeline.Core.Checks;
using Pipeline.Evaluation.Metrics;
using Pipeline.Evaluation.Slices;
using Pipeline.Models;

namespace Pipeline.Evaluation.Gates;

public class WorstOfTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public void Gate_GroupsOfTwoColumns_HasOneResult()
    {
        var document = Evaluator.Evaluate(
            Some.Request("{metric: accuracy, worst-of: [sex], at-least: 0.9, samples-at-least: 3}"), Token).OrThrow();

        var result = document.Report.Results.ShouldHaveSingleItem();
        result.Check.Id.ShouldBe("accuracy/worst-of:sex/at-least");
        result.Verdict.Outcome.ShouldBe(Outcome.Failed);
        result.Verdict.Reason.ShouldContain("3 groups of sex were tested: at a false-discovery rate of 0.05, ");
        document.Groups.Select(x => x.Column).Distinct().ShouldBe(["sex"]);
    }

    [Fact]
    public void Gate_GroupsThatAreTooSmall_IsInconclusiveAndSaysSo()
    {
        var document = Evaluator.Evaluate(
            Some.Request("{metric: accuracy, worst-of: sex, at-least: 0.1}"), Token).OrThrow();

        var verdict = document.Report.Results[0].Verdict;
        verdict.Outcome.ShouldBe(Outcome.Inconclusive);
        verdict.Reason.ShouldContain("1 group had fewer than 30 samples.");
    }

    [Theory]
    [InlineData(0.1, Outcome.Passed)]
    [InlineData(0.5, Outcome.Inconclusive)]
    [InlineData(0.95, Outcome.Failed)]
    public void Judge_GroupsAboveAndBelow_IsWhatTheWorstAllows(double limit, Outcome expected) =>
        Judge(limit, [(100, 50), (100, 60), (80, 44)]).Outcome.ShouldBe(expected);

    [Fact]
    public void Judge_OneOfManyThatIsBadByChance_DoesNotFail()
    {
        // A share of 40 of 60 has a p-value of 0.013 against 0.8: alone it fails, one of twenty does not.
        var good = Enumerable.Repeat((Samples: 60, Right: 50), 19);

        Judge(0.8, [(60, 40)]).Outcome.ShouldBe(Outcome.Failed);
        Judge(0.8, [(60, 40), .. good]).Outcome.ShouldBe(Outcome.Inconclusive);
    }

    /// <summary>
    /// The benchmark "judging-simulation" has thousands of runs. Fifteen groups are just at the limit, five far below.
    /// </summary>
    [Theory]
    [InlineData("accuracy", 300, 0.06)]
    [InlineData("balanced_accuracy", 100, 0.08)]
    public void Adjusted_ManyGoodGroupsAndSomeBad_KeepsTheRateOfFalseDiscoveries(string metric, int runs, double most)
    {
        var (falseShare, found) = new JudgingSimulation(seed: 6, Token).Discover(metric, runs, rows: 100, good: 15, bad: 5);

        falseShare.ShouldBeInRange(0.005, most);
        found.ShouldBeGreaterThan(0.8);
    }

    [Theory]
    [InlineData("roc_auc")]
    [InlineData("accuracy")]
    [InlineData("brier_score_loss")]
    public void Compare_ModelsThatAreAsGood_CoverNoDifferenceAboutAsOftenAsTheySay(string metric)
    {
        var (covered, rejected) = new JudgingSimulation(seed: 7, Token).Compare(metric, samples: 300, rows: 150);

        // Of 300 samples 95 % are 285, give or take 11 at three standard errors; exact tests may reject less.
        covered.ShouldBeInRange(0.91, 0.985);
        rejected.ShouldBeInRange(0.005, 0.09);
    }

    private static Verdict Judge(double limit, IEnumerable<(int Samples, int Right)> groups)
    {
        var gate = new MetricGate { Name = "accuracy", WorstOf = ["region"], Criterion = new Criterion.AtLeast(limit) };
        var metric = Fixture.Metrics.Find(ModelTask.BinaryClassification, "accuracy")!;
        var tested = groups.Select((x, index) => new TestedGroup(
            new SliceGroup("region", $"{index}", [.. Enumerable.Range(0, x.Samples)]),
            new Measurement { Name = "accuracy", Value = x.Right / (double)x.Samples, Samples = x.Samples, Slice = $"{index}" },
            Resampled: null)).ToList();
        return new WorstOf(gate, 0.95, isExact: true)
            .Judge(metric, tested, new Check { Id = "accuracy/worst-of:region/at-least", Criterion = gate.Criterion }).Verdict;
    }
}
