using Pipeline.Core.Checks;
using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Metrics;

public sealed class TeamMetricTests
{
    private static readonly double[] Truth = [0, 0, 1, 1];
    private static readonly double[] Probabilities = [0.1, 0.6, 0.4, 0.9];

    [Fact]
    public void Metric_OfATeam_IsMeasuredWithItsIntervalBehindThoseOfTheToolkit()
    {
        var measured = Measure(Sample.Of(null, Truth, [0, 1, 2, 3], Answered));

        var last = measured[^1];
        (last.Name, last.Samples).ShouldBe(("share_of_no", 4));
        last.Value.ShouldBe(new MeasuredValue.Number(0.5));
        last.Interval.ShouldNotBeNull().Low.ShouldBeInRange(0, 0.49);
        last.Interval.High.ShouldBeInRange(0.51, 1);
    }

    [Fact]
    public void Metric_ThatIsNotDefined_IsNotMeasured()
    {
        var measured = Measure(Sample.Of(null, Truth, [], Answered));

        measured[^1].Value.ShouldBeOfType<MeasuredValue.NotMeasured>().Reason.ShouldBe("there are no rows");
    }

    [Fact]
    public void Metric_WithANameOfTheToolkit_IsRefused()
    {
        Should.Throw<ArgumentException>(() => new MetricCatalog([new ShareOfNo(), new ShareOfNo()]))
            .Message.ShouldStartWith("Two metrics have the name 'share_of_no'.");
    }

    private static Answers Answered => new([Probabilities], new DecisionRule.Threshold("probability", 0.5));

    private static IReadOnlyList<Measurement> Measure(Sample sample) => new MetricSensor(
        ModelTask.BinaryClassification,
        new BootstrapOptions { Resamples = 200, Seed = 1 },
        new MetricCatalog([.. StandardMetrics.All, new ShareOfNo()]),
        TestContext.Current.CancellationToken).Measure(sample, confidence: 0.9);
}
