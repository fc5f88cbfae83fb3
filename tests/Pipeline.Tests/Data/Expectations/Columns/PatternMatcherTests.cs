using System.Text;

namespace Pipeline.Data.Expectations.Columns;

public class PatternMatcherTests
{
    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("^(([a-z])+.)+[A-Z]([a-z])+$")]
    [InlineData("(.*)*b$")]
    public void Pattern_ThatWouldBacktrack_EndsOnALongText(string pattern)
    {
        var matcher = new PatternMatcher(PatternMatcher.Compile(pattern, out _)!);

        var isMatch = matcher.IsMatch(Encoding.UTF8.GetBytes(new string('a', 1_000_000) + "!"));

        isMatch.ShouldBeFalse();
    }

    [Theory]
    [InlineData("(a", "cannot be read from its character 2 on")]
    [InlineData(@"(a)\1", "looks around, refers back or is too large")]
    [InlineData("(?=a)b", "looks around, refers back or is too large")]
    [InlineData("((a{1000}){1000}){1000}", "looks around, refers back or is too large")]
    public void Pattern_NotToBeMatchedInOnePass_IsRefused(string pattern, string reason)
    {
        var regex = PatternMatcher.Compile(pattern, out var found);

        regex.ShouldBeNull();
        found.ShouldContain(reason);
    }

    [Fact]
    public void Values_MoreThanAreRemembered_AreMatchedAlike()
    {
        var matcher = new PatternMatcher(PatternMatcher.Compile("^ü[0-9]*[02468]$", out _)!);

        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 6000; i++)
                matcher.IsMatch(Encoding.UTF8.GetBytes($"ü{i}")).ShouldBe(i % 2 == 0);
        }
    }
}
