using Pipeline.Models;

namespace TeamNamespace;

public sealed class SureAccuracyTests
{
    private static readonly MetricRows Rows = new(
        [0, 1, 1, 0],
        [[0.9, 0.85, 0.1, 0.5], [0.1, 0.15, 0.9, 0.5]],
        new DecisionRule.ArgMax());

    [Fact]
    public void Accuracy_OfThreeSureAnswers_LeavesTheFourthAside()
    {
        new SureAccuracy().Measure(Rows, [1, 1, 1, 1]).ShouldBe(2 / 3.0);
        new SureAccuracy().Samples(Rows).ShouldBe(3);
    }

    [Fact]
    public void Accuracy_OfAResample_CountsRowsByTheirWeight() =>
        new SureAccuracy().Measure(Rows, [3, 1, 0, 5]).ShouldBe(0.75);

    [Fact]
    public void Accuracy_WithoutASureAnswer_SaysWhatLacks()
    {
        var rows = new MetricRows([0], [[0.6], [0.4]], new DecisionRule.ArgMax());

        new SureAccuracy().Lacks(rows).ShouldBe("no probability is 0.8 or more");
    }
}
