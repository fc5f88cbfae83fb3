using System.Globalization;
using System.Text;

namespace Pipeline.Models.Values;

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

    [Fact]
    public void Number_WithAnotherCharacterAnywhere_IsWhatTheFrameworkSays()
    {
        foreach (var text in new[] { "7", "123.45", "-12345678", "1234567.1234567", "-0.1234567890123" })
        {
            for (var place = 0; place <= text.Length; place++)
            {
                foreach (var other in "./:-+ e\0x5")
                {
                    var mutated = text.Insert(place, $"{other}");
                    var expected = double.TryParse(
                        mutated, NumberStyles.Float & ~NumberStyles.AllowLeadingWhite & ~NumberStyles.AllowTrailingWhite,
                        CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);

                    NumberText.TryParse(Encoding.UTF8.GetBytes(mutated), out var value).ShouldBe(expected, mutated);
                    value.ShouldBe(expected ? number : value, mutated);
                }
            }
        }
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
            text = random.Next(3) == 0 ? $"-{text}" : text;

            NumberText.TryParse(Encoding.UTF8.GetBytes(text), out var value).ShouldBeTrue(text);
            value.ShouldBe(double.Parse(text, CultureInfo.InvariantCulture), text);
        }
    }
}
