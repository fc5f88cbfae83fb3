namespace Pipeline.Data.Versions;

/// <summary>The examples are those of Git's manual page on gitignore.</summary>
public sealed class IgnoreRuleTests
{
    [Theory]
    [InlineData("*.tmp", "", "a/b.tmp", false, true)]
    [InlineData("*.tmp", "", "a/b.tmp2", false, false)]
    [InlineData("/a.csv", "", "a.csv", false, true)]
    [InlineData("/a.csv", "", "x/a.csv", false, false)]
    [InlineData("doc/frotz", "", "a/doc/frotz", false, false)]
    [InlineData("frotz/", "", "a/frotz", true, true)]
    [InlineData("frotz/", "", "a/frotz", false, false)]
    [InlineData("**/foo/bar", "", "x/y/foo/bar", false, true)]
    [InlineData("**/foo", "", "foo", false, true)]
    [InlineData("a/**/b", "", "a/b", false, true)]
    [InlineData("a/**/b", "", "a/x/y/b", false, true)]
    [InlineData("abc/**", "", "abc/x/y", false, true)]
    [InlineData("foo/*", "", "foo/bar/hello", false, false)]
    [InlineData("part-[0-9].csv", "", "part-7.csv", false, true)]
    [InlineData("part-[!0-9].csv", "", "part-7.csv", false, false)]
    [InlineData("\\#a", "", "#a", false, true)]
    [InlineData("a?c", "", "a/c", false, false)]
    [InlineData("a.c", "", "abc", false, false)]
    [InlineData("b.csv", "data/", "data/x/b.csv", false, true)]
    [InlineData("/b.csv", "data/", "b.csv", false, false)]
    [InlineData("a ", "", "a", false, true)]
    [InlineData("\\[x", "", "[x", false, true)]
    [InlineData("[", "", "[", false, true)]
    public void Pattern_OfGit_MatchesAsGitDoes(string line, string folder, string path, bool isFolder, bool matches)
    {
        IgnoreRule.Of(line, folder)!.Matches(path, isFolder).ShouldBe(matches);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("# a")]
    [InlineData("part-[z-a]")]
    public void Line_WithoutAPattern_IsNoRule(string line)
    {
        IgnoreRule.Of(line, "").ShouldBeNull();
    }

    [Fact]
    public void Exclamation_TakesBack()
    {
        IgnoreRule.Of("!keep", "")!.TakesBack.ShouldBeTrue();
    }
}
