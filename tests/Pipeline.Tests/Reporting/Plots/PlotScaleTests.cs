namespace Pipeline.Reporting.Plots;

public class PlotScaleTests
{
    [Theory]
    [InlineData(0, 1, "0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(0, 97, "0 20 40 60 80 100")]
    [InlineData(-3, 14, "−5 0 5 10 15")]
    [InlineData(12_000, 48_000, "10k 20k 30k 40k 50k")]
    [InlineData(0, 3_100_000, "0 1M 2M 3M 4M")]
    [InlineData(0.912, 0.934, "0.910 0.915 0.920 0.925 0.930 0.935")]
    [InlineData(5, 5, "4.5 5.0 5.5")]
    public void Ticks_AroundNumbers_AreRound(double low, double high, string words)
    {
        var scale = PlotScale.Around([low, high], 5, 0, 100);

        string.Join(' ', PlotScale.Words(scale.Ticks(5))).ShouldBe(words);
    }

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(double.NegativeInfinity, double.PositiveInfinity)]
    [InlineData(-1e308, 1e308)]
    [InlineData(1e-310, 2e-310)]
    [InlineData(0, 0)]
    [InlineData(-1e300, -1e300)]
    public void Scale_OfAnyNumbers_HasFinitePlacesAndFewTicks(double low, double high)
    {
        var scale = PlotScale.Around([low, high], 5, 0, 100);

        scale.At(low is double.NaN ? 0 : low).ShouldBeInRange(0, 100);
        scale.At(high).ShouldBeInRange(0, 100);
        scale.Ticks(5).Count.ShouldBeInRange(1, 12);
    }

    [Theory]
    [InlineData("short", 100, "short")]
    [InlineData("a name that is much too long", 80, "a name tha…")]
    [InlineData("名前名前名前名前", 60, "名前名前…")]
    [InlineData("two\nlines", 100, "two lines")]
    public void Text_ThatHasNoRoom_EndsWithDots(string text, double width, string fitted) =>
        PlotText.Fit(text, width).ShouldBe(fitted);
}
