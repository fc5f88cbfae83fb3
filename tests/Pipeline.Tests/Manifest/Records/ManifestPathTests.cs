namespace Pipeline.Manifest.Records;

public class ManifestPathTests
{
    [Fact]
    public void Of_KeysAndPositions_IsOnePath() =>
        ManifestPath.Of("evaluation", "gates", 2, "at-least").ShouldBe("evaluation.gates[2].at-least");

    [Theory]
    [InlineData("zip code", "columns['zip code']")]
    [InlineData("a.b", "columns['a.b']")]
    [InlineData("it's", "columns['it\\'s']")]
    [InlineData("", "columns['']")]
    public void Of_KeyWithOtherCharacters_IsQuoted(string key, string expected) =>
        ManifestPath.Of("columns", key).ShouldBe(expected);
}
