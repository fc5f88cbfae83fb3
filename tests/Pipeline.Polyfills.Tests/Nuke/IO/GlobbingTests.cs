using Nuke.Common.IO;

namespace Pipeline.Polyfills.Tests.Nuke.IO;

public sealed class GlobbingTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public GlobbingTests()
    {
        foreach (var file in new[]
            { "a.cs", "b.txt", ".hidden.cs", "src/a.cs", "src/deep/er/b.cs", "src/bin/x.dll",
                "tests/bin/y.dll", "we[i]rd/(x) {y}.cs" })
            _scratch.File(file);
    }

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("*.cs", ".hidden.cs a.cs")]
    [InlineData("**/a.cs", "a.cs src/a.cs")]
    [InlineData("src/**/*.cs", "src/a.cs src/deep/er/b.cs")]
    [InlineData("src/**", "src/a.cs src/bin/x.dll src/deep/er/b.cs")]
    [InlineData("**/**/b.cs", "src/deep/er/b.cs")]
    [InlineData(@"src\deep\**\*", "src/deep/er/b.cs")]
    [InlineData("./src/?.cs", "src/a.cs")]
    [InlineData("[ab].*", "a.cs b.txt")]
    [InlineData("[!a].*", "b.txt")]
    [InlineData("[a-b].{cs,txt}", "a.cs b.txt")]
    [InlineData("{src,tests}/bin/*", "src/bin/x.dll tests/bin/y.dll")]
    [InlineData("*/{bin/{x,y},a}.{dll,cs}", "src/a.cs src/bin/x.dll tests/bin/y.dll")]
    [InlineData("A.CS", "")]
    [InlineData("nothing/**", "")]
    [InlineData("", "")]
    public void Files_MatchThePattern(string pattern, string expected)
    {
        Found(_scratch.Root.GlobFiles(pattern)).ShouldBe(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Files_OfSeveralPatterns_AreDistinctWithoutTheExcluded()
    {
        Found(_scratch.Root.GlobFiles("**/*.cs", "*.cs", "!**/deep/**", "!we*/**")).ShouldBe([".hidden.cs", "a.cs", "src/a.cs"]);
    }

    [Fact]
    public void Files_WithSpecialCharactersInTheirNames_AreFound()
    {
        Found(_scratch.Root.GlobFiles("we[[]i]rd/(x)*")).ShouldBe(["we[i]rd/(x) {y}.cs"]);
    }

    [Fact]
    public void Directories_MatchThePattern()
    {
        Found(_scratch.Root.GlobDirectories("**/bin")).ShouldBe(["src/bin", "tests/bin"]);
        Found(_scratch.Root.GlobDirectories("src/**")).ShouldBe(["src/bin", "src/deep", "src/deep/er"]);
    }

    [Fact]
    public void Directory_ThatIsNotThere_HasNothing()
    {
        (_scratch.Root / "nothing").GlobFiles("**/*").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("../*")]
    [InlineData("a/../../b")]
    [InlineData("/etc/*")]
    public void Pattern_ThatLeavesTheFolder_IsRefused(string pattern)
    {
        Should.Throw<ArgumentException>(() => _scratch.Root.GlobFiles(pattern));
    }

    private IEnumerable<string> Found(IEnumerable<AbsolutePath> paths) =>
        paths.Select(x => _scratch.Root.GetUnixRelativePathTo(x).ToString());
}
