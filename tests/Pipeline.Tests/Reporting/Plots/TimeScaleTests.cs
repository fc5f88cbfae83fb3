namespace Pipeline.Reporting.Plots;

public class TimeScaleTests
{
    private static readonly DateTimeOffset Monday = new(2026, 5, 4, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(10, "05-04, 00:02, 00:04, 00:06, 00:08, 00:10")]
    [InlineData(60 * 12, "05-04, 03:00, 06:00, 09:00, 12:00")]
    [InlineData(60 * 24 * 4, "05-04, 05-05, 05-06, 05-07, 05-08")]
    public void Ticks_OfSomeMinutes_AreAtRoundTimes(int minutes, string words)
    {
        var scale = new PlotScale(TimeScale.Of(Monday), TimeScale.Of(Monday.AddMinutes(minutes)), 0, 100);

        TimeScale.Ticks(scale, 6).Select(x => x.Word).ShouldBe(words.Split(", "));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3600)]
    [InlineData(86400 * 30)]
    [InlineData(86400.0 * 365 * 50)]
    [InlineData(86400.0 * 365 * 5000)]
    public void Ticks_OfAnyTime_AreFewInOrderAndWithin(double seconds)
    {
        var scale = new PlotScale(TimeScale.Of(Monday), TimeScale.Of(Monday) + seconds, 0, 100);

        var ticks = TimeScale.Ticks(scale, 6).Select(x => x.At).ToList();

        ticks.Count.ShouldBeLessThanOrEqualTo(6);
        ticks.ShouldBe(ticks.Order());
        ticks.ShouldAllBe(x => x >= scale.Low && x <= scale.High);
    }
}
