namespace Pipeline.Deployment.Analysis;

public class ProportionsTests
{
    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.995, 2.575829303548901)]
    [InlineData(0.9995, 3.290526731491926)]
    [InlineData(0.0013498980316301, -3)]
    public void Quantile_Published_IsMet(double probability, double quantile) =>
        NormalQuantile.Of(probability).ShouldBe(quantile, 1e-8);

    /// <summary>Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3.</summary>
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Interval_Published_IsMet(long hits, long trials, double low, double high)
    {
        var interval = Proportions.Interval(hits, trials, 0.95);

        interval.Low.ShouldBe(low, 5e-5);
        interval.High.ShouldBe(high, 5e-5);
    }

    /// <summary>Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10.</summary>
    [Theory]
    [InlineData(56, 70, 48, 80, 0.0524, 0.3339)]
    [InlineData(9, 10, 3, 10, 0.1705, 0.8090)]
    [InlineData(5, 56, 0, 29, -0.0381, 0.1926)]
    [InlineData(0, 10, 0, 20, -0.1611, 0.2775)]
    public void Difference_Published_IsMet(long a, long m, long b, long n, double low, double high)
    {
        var interval = Proportions.Difference((a, m), (b, n), 0.95);

        interval.Low.ShouldBe(low, 5e-5);
        interval.High.ShouldBe(high, 5e-5);
    }

    [Fact]
    public void Difference_Swapped_IsMirrored()
    {
        var (there, back) = (Proportions.Difference((7, 90), (3, 110), 0.9), Proportions.Difference((3, 110), (7, 90), 0.9));

        back.Low.ShouldBe(-there.High, 1e-12);
        back.High.ShouldBe(-there.Low, 1e-12);
    }

    [Fact]
    public void Interval_MoreTrialsOfTheSameShare_IsNarrower()
    {
        long[] trials = [10, 100, 1000, 10_000];

        var widths = trials.Select(x => Proportions.Interval(x / 10, x, 0.95)).Select(x => x.High - x.Low);

        widths.ShouldBeInOrder(SortDirection.Descending);
    }
}
