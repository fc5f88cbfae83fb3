using System.Globalization;
using System.Text;

namespace Pipeline.Data.Values;

public class NumberTextTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("+5", 5)]
    [InlineData("12.50", 12.5)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5)]
    [InlineData("1e-3", 0.001)]
    [InlineData("123456789012345678", 123456789012345678.0)]
    [InlineData("0.05644299999999999", 0.05644299999999999)]
    public void Number_InAnyNotation_IsTheNearestDouble(string text, double expected)
    {
        var isNumber = NumberText.TryParse(Encoding.UTF8.GetBytes(text), out var value);

        isNumber.ShouldBeTrue();
        BitConverter.DoubleToInt64Bits(value).ShouldBe(BitConverter.DoubleToInt64Bits(expected));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1,5")]
    [InlineData("1 2")]
    [InlineData("1.2.3")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-∞")]
    [InlineData("1e999")]
    [InlineData("１２")]
    public void Number_OfAnotherKind_IsNone(string text) =>
        NumberText.TryParse(Encoding.UTF8.GetBytes(text), out _).ShouldBeFalse();

    [Fact]
    public void Number_RandomDecimals_AreAsTheFrameworkReadsThem()
    {
        var random = new Random(1);

        for (var i = 0; i < 20_000; i++)
        {
            var digits = random.NextInt64((long)Math.Pow(10, random.Next(1, 18))).ToString(CultureInfo.InvariantCulture);
            var text = digits.Insert(random.Next(digits.Length + 1), random.Next(3) == 0 ? "." : "");

            NumberText.TryParse(Encoding.UTF8.GetBytes(text), out var value).ShouldBeTrue(text);
            value.ShouldBe(double.Parse(text, CultureInfo.InvariantCulture), text);
        }
    }
}
