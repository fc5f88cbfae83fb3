using Pipeline.Core.Checks;
using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Metrics;

public class NumberMetricsTests
{
    private const ModelTask Task = ModelTask.Regression;

    private static readonly MetricRows Manual = Fixture.OfNumbers([3, -0.5, 2, 7], [2.5, 0, 2, 8]);
    private static readonly MetricRows Many = Generated();

    /// <summary>The examples of scikit-learn's manual.</summary>
    [Theory]
    [InlineData("r2", 0.9486081370449679)]
    [InlineData("mean_absolute_error", 0.5)]
    [InlineData("root_mean_squared_error", 0.6123724356957945)]
    [InlineData("median_absolute_error", 0.5)]
    [InlineData("mean_absolute_percentage_error", 0.3273809523809524)]
    [InlineData("explained_variance", 0.9571734475374732)]
    [InlineData("mean_pinball_loss", 0.25)]
    [InlineData("mean_bias_error", 0.25)]
    [InlineData("max_error", 1)]
    public void Metric_OfTheManualsExample_IsScikitLearns(string metric, double expected) =>
        Of(metric, Manual).ShouldBe(expected, 1e-12);

    /// <summary>By scikit-learn 1.2.1; the bias, which it does not have, by NumPy.</summary>
    [Theory]
    [InlineData("r2", 0.7441095302276866)]
    [InlineData("mean_absolute_error", 11.1381)]
    [InlineData("root_mean_squared_error", 13.294948589595972)]
    [InlineData("median_absolute_error", 10.120000000000008)]
    [InlineData("mean_absolute_percentage_error", 2.4639511270791323)]
    [InlineData("explained_variance", 0.7443093315799397)]
    [InlineData("mean_pinball_loss", 5.56905)]
    [InlineData("mean_bias_error", 0.37149999999999994)]
    [InlineData("max_error", 29.6)]
    public void Metric_OfManyRows_IsThatOfItsFormula(string metric, double expected) =>
        Of(metric, Many).ShouldBe(expected, 1e-12);

    [Theory]
    [InlineData(new[] { 1.0, 2, 3 }, new[] { 3.0, 2, 1 }, "r2", -3)]
    [InlineData(new[] { 1.0, 2, 3 }, new[] { 2.0, 2, 2 }, "r2", 0)]
    [InlineData(new[] { 1.0, 2, 3 }, new[] { 11.0, 12, 13 }, "explained_variance", 1)]
    [InlineData(new[] { 1.0, 0, 2.4, 7 }, new[] { 1.2, 0.1, 2.4, 8 }, "mean_absolute_percentage_error", 112589990684262.48)]
    [InlineData(new[] { 0.0, 0, 0 }, new[] { 1.0, 5, 2 }, "median_absolute_error", 2)]
    public void Metric_AtItsEnds_IsScikitLearns(double[] truth, double[] answers, string metric, double expected) =>
        Of(metric, Fixture.OfNumbers(truth, answers)).ShouldBe(expected, Math.Abs(expected) * 1e-12);

    [Fact]
    public void Metric_Lanes_AreTheWeightsOfEachResample() => LaneTests.AgreeWithOne(Task, Many);

    [Fact]
    public void Metric_Weights_AreRowsThatOccurThatOften()
    {
        var once = Fixture.OfNumbers([1, 2, 3, 4], [1.5, 2, 1, 7]);
        var repeated = Fixture.OfNumbers([1, 1, 2, 4, 4, 4], [1.5, 1.5, 2, 7, 7, 7]);

        foreach (var metric in Fixture.Metrics.Of(Task))
            metric.On(once)([2, 1, 0, 3]).ShouldBe(metric.Of(repeated), 1e-12, metric.Name);
    }

    [Theory]
    [InlineData(new[] { 2.0, 2 }, new[] { 2.0, 2 }, 1)]
    [InlineData(new[] { 2.0, 2 }, new[] { 2.0, 3 }, 0)]
    public void R2_ResampleOfOneTrueNumber_IsAsScikitLearnForcesIt(double[] truth, double[] answers, double expected)
    {
        var rows = Fixture.OfNumbers([.. truth, 9], [.. answers, 9]);

        Fixture.Metrics.Find(Task, "r2").ShouldNotBeNull().Measure(rows, [1, 1, 0]).ShouldBe(expected);
    }

    [Fact]
    public void Refuse_ConstantTruthOrNoRows_SaysWhy()
    {
        var constant = Fixture.OfNumbers([5, 5, 5], [5, 4, 6]);

        Refused(constant).ShouldBe("r2: the true number is the same in every row; "
            + "explained_variance: the true number is the same in every row");
        var none = Fixture.OfNumbers([], []);

        Fixture.Metrics.Of(Task).ShouldAllBe(x => x.Refuse(none) == "there are no rows");
    }

    [Fact]
    public void Measure_RowsInAnotherOrder_IsTheSameToTheLastBit()
    {
        var (truth, answers) = (Many.Truth.ToArray(), Many.Answers[0].ToArray());

        var first = Measure(truth, answers);
        var second = Measure([.. truth.Reverse()], [.. answers.Reverse()]);

        second.ShouldBe(first);
        first.ShouldAllBe(x => x.Interval!.Low <= Number(x) && Number(x) <= x.Interval.High);
    }

    [Fact]
    public void Measure_RowsOfOneGroup_IsTooUnsureForAnyLimitAndNotBroken()
    {
        UInt128[] groups = [.. Many.Truth.Select(_ => UInt128.One)];
        var answers = new Answers([Many.Answers[0]], new DecisionRule.None());
        var sample = Sample.Of(null, Many.Truth, groups, [.. Enumerable.Range(0, 200)], answers, answers);

        var measured = Sensor().Measure(sample, 0.95);
        var compared = Sensor().Compare(Fixture.Metrics.Of(Task)[0], sample, new Criterion.NoWorseThan("champion"));

        measured.ShouldAllBe(x => x.Interval!.IsUsable);
        new Criterion.AtMost(100).Judge(measured[1]).Outcome.ShouldBe(Outcome.Inconclusive);
        new Criterion.NoWorseThan("champion").Judge(compared).Outcome.ShouldBe(Outcome.Inconclusive);
    }

    private static double Number(Measurement measurement) => ((MeasuredValue.Number)measurement.Value).Value;

    private static string Refused(MetricRows rows) => string.Join("; ", Fixture.Metrics.Of(Task)
        .Where(x => x.Refuse(rows) is not null).Select(x => $"{x.Name}: {x.Refuse(rows)}"));

    private static IReadOnlyList<Measurement> Measure(double[] truth, double[] answers) => Sensor().Measure(
        Sample.Of(null, truth, [.. Enumerable.Range(0, truth.Length)], new Answers([answers], new DecisionRule.None())), 0.95);

    private static MetricSensor Sensor() =>
        new(Task, new BootstrapOptions(), Fixture.Metrics, TestContext.Current.CancellationToken);

    private static double Of(string metric, MetricRows rows) => Fixture.Metrics.Find(Task, metric).ShouldNotBeNull().Of(rows);

    private static MetricRows Generated()
    {
        var (random, truth, answers) = (new Fixture.Numbering(12345), new List<double>(), new List<double>());
        for (var i = 0; i < 200; i++)
        {
            answers.Add((random.Next() % 1001 / 10.0) - 50);
            truth.Add((answers[i] * 0.8) + (random.Next() % 401 / 10.0) - 20);
        }

        return Fixture.OfNumbers(truth, answers);
    }
}
