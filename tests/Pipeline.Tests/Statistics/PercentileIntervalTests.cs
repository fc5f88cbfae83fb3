namespace Pipeline.Statistics;

public class PercentileIntervalTests
{
    private static readonly double[] Digits = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5];

    [Theory]
    [InlineData(0.95, 1, 8.25)]
    [InlineData(0.8, 1, 6)]
    public void Of_SomeNumbers_HasNumPysPercentiles(double confidence, double low, double high)
    {
        var interval = PercentileInterval.Of(Digits, confidence, 0, 10);

        interval.Low.ShouldBe(low, 1e-12);
        interval.High.ShouldBe(high, 1e-12);
        interval.Confidence.ShouldBe(confidence);
    }

    [Fact]
    public void Of_Undefined_CountsAsTheWorstOnBothSides()
    {
        var halfUndefined = Enumerable.Range(0, 100).Select(x => x % 2 == 0 ? 0.5 : double.NaN).ToList();

        var interval = PercentileInterval.Of(halfUndefined, 0.95, 0, 1);

        interval.Low.ShouldBe(0);
        interval.High.ShouldBe(1);
    }

    [Fact]
    public void Of_MoreConfidence_IsNeverNarrower()
    {
        var intervals = new[] { 0.5, 0.8, 0.9, 0.95, 0.99 }.Select(x => PercentileInterval.Of(Digits, x, 0, 10)).ToList();

        intervals.Zip(intervals.Skip(1)).ShouldAllBe(x => x.Second.Low <= x.First.Low && x.Second.High >= x.First.High);
    }

    [Fact]
    public void Of_NothingOrNoConfidence_IsTheCallersBug()
    {
        Should.Throw<ArgumentException>(() => PercentileInterval.Of([], 0.95, 0, 1));
        Should.Throw<ArgumentException>(() => PercentileInterval.Of(Digits, 1, 0, 1));
    }
}
