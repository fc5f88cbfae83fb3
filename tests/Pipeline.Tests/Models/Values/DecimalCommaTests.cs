using System.Text;

namespace Pipeline.Models.Values;

public class DecimalCommaTests
{
    [Theory]
    [InlineData("1,5", true)]
    [InlineData("-0,25", true)]
    [InlineData("+12,0", true)]
    [InlineData("1.234,50", true)]
    [InlineData("1.234.567,8", true)]
    [InlineData("", false)]
    [InlineData("15", false)]
    [InlineData("1.5", false)]
    [InlineData(",5", false)]
    [InlineData("5,", false)]
    [InlineData("1,2,3", false)]
    [InlineData("12.34,5", false)]
    [InlineData("1,234.5", false)]
    [InlineData("a,5", false)]
    public void Number_WithAComma_IsKnown(string text, bool expected) =>
        DecimalComma.Has(Encoding.UTF8.GetBytes(text)).ShouldBe(expected);
}
