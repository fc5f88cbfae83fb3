using Pipeline.Models;

namespace TeamNamespace;

public sealed class NetSavingTests
{
    /// <summary>Two calls: one to a customer who would have left, one in vain.</summary>
    [Fact]
    public void Saving_OfTwoCallsToFourCustomers_IsWhatIsKeptLessTheCalls() =>
        Measure([1, 1, 1, 1]).ShouldBe((50 - 5 - 5) / 4.0);

    [Fact]
    public void Saving_OfAResample_CountsRowsByTheirWeight() =>
        Measure([0, 2, 0, 2]).ShouldBe(-5 / 2.0);

    private static double Measure(int[] weights)
    {
        var rows = new MetricRows([1, 0, 1, 0], [[0.9, 0.6, 0.2, 0.1]], DecisionRule.Threshold.Usual);
        return new NetSaving().Measure(rows, weights);
    }
}
