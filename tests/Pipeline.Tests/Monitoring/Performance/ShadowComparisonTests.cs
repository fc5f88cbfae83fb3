using Pipeline.Core.Checks;
using Pipeline.Evaluation.Metrics;
using Pipeline.Models;

namespace Pipeline.Monitoring.Performance;

public class ShadowComparisonTests
{
    private static readonly ShadowComparison Comparison = new(StandardMetrics.All, new PerformanceOptions { Resamples = 300 });

    [Fact]
    public void Measure_BetterShadow_IsSaidToBe()
    {
        var champion = SomeRows.Binary(2000, 1);
        var shadow = champion with
        {
            Answers = [[.. champion.Answers[0].Zip(champion.Outcomes, (score, truth) => (score + truth) / 2)]],
        };

        var reading = Comparison.Measure(shadow, champion, CancellationToken.None);

        var area = reading.Metrics.Single(x => x.Name == "roc_auc");
        area.Comparison!.Difference!.Low.ShouldBeGreaterThan(0);
        area.Comparison.Test.ShouldBe("DeLong");
        new Criterion.NoWorseThan("champion").Judge(area).Outcome.ShouldBe(Outcome.Passed);
    }

    [Fact]
    public void Measure_TheSameAnswers_DoNotDisagree()
    {
        var rows = SomeRows.Binary(200, 1);

        var reading = Comparison.Measure(rows, rows, CancellationToken.None);

        var disagreement = reading.Disagreement.Single(x => x.Name == "disagreement");
        disagreement.Value.ShouldBe(0.0);
        disagreement.Interval!.High.ShouldBeInRange(0.01, 0.03);
        reading.Disagreement.Single(x => x.Name == "mean_absolute_difference").Value.ShouldBe(0.0);
        reading.Metrics.Where(x => x.Comparison!.Difference is not null)
            .ShouldAllBe(x => x.Comparison!.Difference!.Low == 0 && x.Comparison.Difference.High == 0);
    }

    /// <summary>A request has one outcome, and it is told under the id of the answer that a person got.</summary>
    [Fact]
    public void Measure_OutcomesOfTheChampionAlone_AreTheShadowsToo()
    {
        var champion = SomeRows.Binary(400, 1);
        var shadow = champion.WithoutOutcomes() with { Answers = [[.. champion.Answers[0].Select(x => 1 - x)]] };

        var reading = Comparison.Measure(shadow, champion, CancellationToken.None);

        reading.Labelled.ShouldBe(400);
        reading.Disagreement[0].Value.ShouldBe(1.0);
        ((MeasuredValue.Number)reading.Metrics.Single(x => x.Name == "roc_auc").Value).Value.ShouldBeLessThan(0.3);
    }

    [Fact]
    public void Measure_NoOutcomes_TellsTheDisagreementAlone()
    {
        var rows = SomeRows.Binary(100, 1).WithoutOutcomes();

        var reading = Comparison.Measure(rows, rows, CancellationToken.None);

        reading.Metrics.ShouldBeEmpty();
        reading.Disagreement.Count.ShouldBe(2);
    }

    [Fact]
    public void Measure_OtherRequests_IsAMistake() => Should.Throw<ArgumentException>(() =>
        Comparison.Measure(SomeRows.Binary(3, 1), SomeRows.Binary(4, 1), CancellationToken.None));
}
