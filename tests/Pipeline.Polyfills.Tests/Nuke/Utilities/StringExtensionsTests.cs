using Nuke.Common.Utilities;

namespace Pipeline.Polyfills.Tests.Nuke.Utilities;

public sealed class StringExtensionsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData("a b", "a and b")]
    [InlineData("a b c", "a, b, and c")]
    public void JoinCommaAnd_MakesASentence(string words, string expected)
    {
        words.SplitSpace().JoinCommaAnd().ShouldBe(expected);
    }

    [Theory]
    [InlineData("FooBar", "Foo Bar")]
    [InlineData("fooBarBaz", "foo Bar Baz")]
    [InlineData("HTMLPage", "HTML Page")]
    [InlineData("GitHubActions", "Git Hub Actions")]
    [InlineData("X", "X")]
    [InlineData("", "")]
    public void SplitCamelHumps_CutsAtWords(string text, string expected)
    {
        text.SplitCamelHumps().JoinSpace().ShouldBe(expected);
    }

    [Fact]
    public void SplitCamelHumps_KeepsExclusionsInOnePiece()
    {
        "UseGitHubNow".SplitCamelHumps("GitHub").ShouldBe(["Use", "GitHub", "Now"]);
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("\"a b\"", "\"a b\"")]
    [InlineData("a \"b", "\"a \\\"b\"")]
    [InlineData("", "")]
    public void DoubleQuoteIfNeeded_QuotesTextWithSpacesOnce(string text, string expected)
    {
        text.DoubleQuoteIfNeeded().ShouldBe(expected);
    }

    [Fact]
    public void Trim_TakesWholeWordsOnly()
    {
        "refs/heads/refs".TrimStart("refs/heads/").ShouldBe("refs");
        "aab".TrimStart("ab").ShouldBe("aab");
        "x.csproj.csproj".TrimEnd(".csproj").ShouldBe("x.csproj");
        "a///b".TrimToOne("/").ShouldBe("a/b");
    }

    [Fact]
    public void Split_ByPredicate_KeepsTheCharacterIfAsked()
    {
        "a-b-c".Split((x, _) => x == '-').ShouldBe(["a", "b", "c"]);
        "a-b-c".Split((x, _) => x == '-', includeSplitCharacter: true).ShouldBe(["a", "-b", "-c"]);
    }
}
