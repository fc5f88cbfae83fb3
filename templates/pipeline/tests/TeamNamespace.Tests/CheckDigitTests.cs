using Pipeline.Core.Checks;

namespace TeamNamespace;

public sealed class CheckDigitTests
{
    [Theory]
    [InlineData("79927398713", true)]
    [InlineData("C7992-739-871-3", true)]
    [InlineData("79927398710", false)]
    [InlineData("79927398731", false)]
    [InlineData("unknown", false)]
    [InlineData(null, true)]
    public void Number_WithItsDigits_HoldsWhereLuhnSaysSo(string? number, bool expected)
    {
        var test = new CheckDigit().Create(new Dictionary<string, string>());

        test.Holds(RowValues.Of(number)).ShouldBe(expected);
    }
}
