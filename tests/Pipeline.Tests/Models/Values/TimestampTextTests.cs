using System.Text;

namespace Pipeline.Models.Values;

public class TimestampTextTests
{
    [Theory]
    [InlineData("2024-02-29", "2024-02-29T00:00:00.0000000")]
    [InlineData("2024-02-29T12:30", "2024-02-29T12:30:00.0000000")]
    [InlineData("2024-02-29 12:30:15", "2024-02-29T12:30:15.0000000")]
    [InlineData("2024-02-29T12:30:15.25Z", "2024-02-29T12:30:15.2500000")]
    [InlineData("2024-02-29T12:30:15.1234567+02:30", "2024-02-29T10:00:15.1234567")]
    [InlineData("2024-02-29T23:30-01:00", "2024-03-01T00:30:00.0000000")]
    [InlineData("2024-02-29t12:30:15z", "2024-02-29T12:30:15.0000000")]
    [InlineData("2024-02-29 12:30:15+02", "2024-02-29T10:30:15.0000000")]
    [InlineData("2024-02-29 12:30:15.25-0330", "2024-02-29T16:00:15.2500000")]
    [InlineData("2024-02-29 12:30:15.123456789", "2024-02-29T12:30:15.1234567")]
    [InlineData("2024-02-29 12:30:15,5", "2024-02-29T12:30:15.5000000")]
    [InlineData("2024-02-29T24:00", "2024-03-01T00:00:00.0000000")]
    [InlineData("2024-02-29T24:00:00.000Z", "2024-03-01T00:00:00.0000000")]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.0000000")]
    public void Timestamp_InIso8601_IsItsMomentInUtc(string text, string expected)
    {
        var isTimestamp = TimestampText.TryParse(Encoding.UTF8.GetBytes(text), out var ticks);

        isTimestamp.ShouldBeTrue();
        new DateTime(ticks).ToString("yyyy-MM-ddTHH:mm:ss.fffffff").ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2023-02-29")]
    [InlineData("2024-13-01")]
    [InlineData("0000-01-01")]
    [InlineData("2024-1-1")]
    [InlineData("20240101")]
    [InlineData("01/02/2024")]
    [InlineData("2024-01-01T")]
    [InlineData("2024-01-01T24:01")]
    [InlineData("2024-01-01T24:00:01")]
    [InlineData("2024-01-01T12:00:60")]
    [InlineData("2024-01-01T12:30+24")]
    [InlineData("2024-01-01T12:30+24:00")]
    [InlineData("2024-01-01T12:30+02000")]
    [InlineData("2024-01-01T10")]
    [InlineData("2024-01-01 12:30 UTC")]
    [InlineData("2024-01-01T12:60")]
    [InlineData("2024-01-01T12:30:")]
    [InlineData("2024-01-01T12:30:15.")]
    [InlineData("2024-01-01T12:30:15.1234567890")]
    [InlineData("2024-01-01T12:30+2")]
    [InlineData("2024-01-01x12:30")]
    public void Timestamp_OfAnotherForm_IsNone(string text) =>
        TimestampText.TryParse(Encoding.UTF8.GetBytes(text), out _).ShouldBeFalse();
}
