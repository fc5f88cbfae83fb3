namespace Pipeline.Reporting.ModelCards;

public class FigureTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(3, "3")]
    [InlineData(-12, "-12")]
    [InlineData(123456789, "123456789")]
    [InlineData(0.92934, "0.9293")]
    [InlineData(0.5, "0.5")]
    [InlineData(0.012345, "0.01235")]
    [InlineData(3.14159, "3.142")]
    [InlineData(1234.567, "1234.6")]
    [InlineData(0.00001234, "1.234E-05")]
    [InlineData(1234567.8, "1.235E+06")]
    public void Number_ForPeople_HasFourSignificantDigits(double value, string expected)
    {
        var text = Figure.Of(value);

        text.ShouldBe(expected);
    }

    [Theory]
    [InlineData(0.85, "850 ms")]
    [InlineData(12.34, "12.3 s")]
    [InlineData(245, "4 min 5 s")]
    [InlineData(7445, "2 h 4 min")]
    [InlineData(360000, "100 h 0 min")]
    public void Duration_ForPeople_HasTheUnitsThatMatter(double seconds, string expected)
    {
        var text = Figure.OfDuration(TimeSpan.FromSeconds(seconds));

        text.ShouldBe(expected);
    }
}
