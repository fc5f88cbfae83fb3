namespace Pipeline.Statistics;

public sealed class OrderStatisticsTests
{
    private static readonly double[] Twenty = [.. Enumerable.Range(1, 20).Select(x => (double)x)];

    [Theory]
    [InlineData(0.5, 10)]
    [InlineData(0.95, 19)]
    [InlineData(0.951, 20)]
    [InlineData(1, 20)]
    [InlineData(0.001, 1)]
    public void Quantile_OfASample_IsTheFirstValueThatTheShareDoesNotExceed(double share, double expected) =>
        OrderStatistics.Quantile(Twenty, share).ShouldBe(expected);

    // The usual tables of the sign test have the 6th and the 15th of 20 values around the median.
    [Theory]
    [InlineData(10, 2, 9)]
    [InlineData(20, 6, 15)]
    [InlineData(50, 18, 33)]
    [InlineData(100, 40, 61)]
    public void Interval_AroundTheMedian_IsThatOfTheTables(int count, double low, double high)
    {
        double[] values = [.. Enumerable.Range(1, count).Select(x => (double)x)];

        OrderStatistics.Interval(values, 0.5, 0.95).ShouldBe((low, high));
    }

    [Fact]
    public void Interval_OfTooSmallASample_IsNone()
    {
        OrderStatistics.Interval(Twenty.AsSpan(0, 5), 0.5, 0.95).ShouldBeNull();
        OrderStatistics.Interval(Twenty, 0.99, 0.95).ShouldBeNull();
        OrderStatistics.Interval([], 0.5, 0.95).ShouldBeNull();
    }

    [Theory]
    [InlineData(500, 0.99)]
    [InlineData(2000, 0.9)]
    [InlineData(200, 0.5)]
    public void Interval_OfManySamples_HoldsTheTrueQuantileAsOftenAsItSays(int count, double share)
    {
        const int Trials = 2000;
        var random = new SeededRandom(7, stream: count);
        var (held, sample) = (0, new double[count]);
        for (var trial = 0; trial < Trials; trial++)
        {
            for (var i = 0; i < count; i++)
                sample[i] = random.Next() / (double)ulong.MaxValue;
            Array.Sort(sample);
            var (low, high) = OrderStatistics.Interval(sample, share, 0.95)!.Value;
            held += low <= share && share <= high ? 1 : 0;
        }

        // At least 95 %, but for three standard errors of these trials; never far above it, which would be a useless width.
        ((double)held / Trials).ShouldBeInRange(0.935, 0.985);
    }

    [Fact]
    public void Arguments_ThatMeanNothing_AreRefused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => OrderStatistics.Quantile([], 0.5));
        Should.Throw<ArgumentOutOfRangeException>(() => OrderStatistics.Quantile([1], 0));
        Should.Throw<ArgumentOutOfRangeException>(() => OrderStatistics.Interval([1], 1, 0.95));
        Should.Throw<ArgumentOutOfRangeException>(() => OrderStatistics.Interval([1], 0.5, 1));
    }
}
