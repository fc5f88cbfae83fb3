using Pipeline.Models;

namespace TeamNamespace;

public sealed class WithinHoursTests
{
    [Theory]
    [InlineData(new[] { 1, 1, 1, 1 }, 0.75)]
    [InlineData(new[] { 0, 1, 0, 3 }, 0.25)]
    public void Share_OfWeightedRows_HoldsThoseThatAreSixHoursOffOrLess(int[] weights, double expected)
    {
        var rows = new MetricRows([10, 20, 30, 40], [[12, 26, 24.5, 46.5]], new DecisionRule.None());

        new WithinHours().Measure(rows, weights).ShouldBe(expected);
    }
}
