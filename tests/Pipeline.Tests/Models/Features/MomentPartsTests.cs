using System.Globalization;

namespace Pipeline.Models.Features;

public class MomentPartsTests
{
    /// <summary>What Python's datetime says: year, month, isocalendar, day, weekday, tm_yday, hour, minute.</summary>
    [Theory]
    [InlineData("0001-01-01", "1 1 1 1 1 0 1 0 0")]
    [InlineData("2024-02-29T23:59:59Z", "2024 1 2 9 29 3 60 23 59")]
    [InlineData("2021-01-03T07:05", "2021 1 1 53 3 6 3 7 5")]
    [InlineData("2020-12-31T12:00:00", "2020 4 12 53 31 3 366 12 0")]
    [InlineData("9999-12-31T23:59:59.999999", "9999 4 12 52 31 4 365 23 59")]
    [InlineData("1969-07-20T22:17:40+02:00", "1969 3 7 29 20 6 201 20 17")]
    public void Of_AMoment_IsWhatPythonSays(string text, string expected)
    {
        var parts = Enum.GetValues<TimestampPart>().Where(part => part != TimestampPart.Elapsed);

        string.Join(' ', parts.Select(part => part.Of(MomentParts.Read(text)).ToString(CultureInfo.InvariantCulture)))
            .ShouldBe(expected);
    }

    [Fact]
    public void Of_Elapsed_CountsDaysFromTheFirstMoment()
    {
        var since = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

        TimestampPart.Elapsed.Of(MomentParts.Read("2024-03-01T06:00"), since).ShouldBe(60.25);
        TimestampPart.Elapsed.Of(MomentParts.Read("2023-12-31"), since).ShouldBe(-1);
        TimestampPart.Elapsed.Of(MomentParts.Read("1969-07-20T20:17:40")).ShouldBe(-164.15439814814815, 1e-9);
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("9999-12-31T23:59:59-14:00")]
    public void Of_AMomentBeyondTheCalendar_IsItsNearestEnd(string text)
    {
        foreach (var part in Enum.GetValues<TimestampPart>())
            double.IsFinite(part.Of(MomentParts.Read(text))).ShouldBeTrue($"{part}");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2024-02-30")]
    [InlineData("２０２４-01-01")]
    [InlineData("2024-01-01T00:00:00.0000000000000000000000000000000000000000000000000000000000")]
    public void Of_NoMoment_IsMissing(string? text)
    {
        foreach (var part in Enum.GetValues<TimestampPart>())
            part.Of(MomentParts.Read(text)).ShouldBe(double.NaN);
    }

    [Fact]
    public void Period_OfEachPart_IsOneMoreThanTheWayFromItsLeastToItsGreatest()
    {
        var start = new DateTime(1999, 1, 1);
        var hours = Enumerable.Range(0, 24 * 366 * 30).Select(hour => start.AddHours(hour).AddMinutes(hour % 60));
        var moments = hours.Select(time => new Values.Moment(time.Ticks)).ToList();

        foreach (var part in Enum.GetValues<TimestampPart>().Where(part => part.Period() is not null))
        {
            var values = moments.Select(moment => part.Of(moment)).ToList();
            (values.Max() - values.Min() + 1).ShouldBe(part.Period()!.Value, $"{part}");
        }
    }
}
