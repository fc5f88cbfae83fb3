namespace Pipeline.Data.Sources;

public class JsonLinesReaderTests
{
    [Fact]
    public void Object_OfPlainValues_IsARow()
    {
        using var files = Some("""{"x": 1.50, "y": "a \"b\" \u00e9\n", "z": true}""", """{"z": false, "y": "ü,", "x": -2e3}""");

        files.Read().ShouldBe(["x|y|z", "1.50|a \"b\" é\n|true", "-2e3|ü,|false"]);
    }

    [Fact]
    public void Name_ThatIsNotThereOrNull_IsMissing()
    {
        using var files = Some("""{"x": 1}""", """{"y": 2, "x": null}""", "", "  ", """{}""");

        files.Read().ShouldBe(["x|y", "1|<null>", "<null>|2", "<null>|<null>"]);
    }

    [Theory]
    [InlineData("""{"x": [1]}""", "data.jsonl:2:2: The value of 'x' is a list; a plain value is accepted.")]
    [InlineData("""{"x": {"a": 1}}""", "data.jsonl:2:2: The value of 'x' is an object; a plain value is accepted.")]
    [InlineData("""{"x": 1, "x": 2}""", "data.jsonl:2:10: 'x' occurs twice in the object.")]
    [InlineData("[1]", "data.jsonl:2: The line is no object; one object on each line is accepted.")]
    [InlineData("""{"x": 1} {}""", "data.jsonl:2:10: '{' is invalid after a single JSON value. Expected end of data.")]
    [InlineData("""{"x": 1""", "data.jsonl:2:1: Expected depth to be zero at the end")]
    public void Line_Wrong_SaysWhatAndWhere(string line, string expected)
    {
        using var files = Some("""{"x": 1}""", line, """{"x": 3}""");

        var read = files.Read();

        read.Take(3).ShouldBe(["x", "1", "3"]);
        read.Skip(3).ShouldHaveSingleItem().ShouldStartWith(expected);
    }

    [Theory]
    [InlineData("""{"x": "\ud83d"}""")]
    [InlineData("""{"x": "a\udc00b"}""")]
    [InlineData("""{"\ud83d": 1}""")]
    public void Text_WithHalfASurrogatePair_IsAProblemOfItsLine(string line)
    {
        using var files = Some("""{"x": 1}""", line, """{"x": "\ud83d\ude00"}""");

        files.Read().ShouldBe(
        [
            "x", "1", "😀",
            "data.jsonl:2: A text on the line is not Unicode: it has half a surrogate pair. "
                + "A character beyond \\uFFFF is written as two escapes.",
        ]);
    }

    [Fact]
    public void Name_ThatIsNotUtf8_IsAProblemOfItsLine()
    {
        byte[] bytes = [.. "{\"x\": 1}\n{\""u8, 0xFF, .. "\": 2}\n"u8];
        using var files = new SomeFiles("data.jsonl").With("data.jsonl", bytes);

        files.Read()[^1].ShouldStartWith("data.jsonl:2:3: The byte 0xFF is not UTF-8 here.");
    }

    [Fact]
    public void Name_BeyondTheFirstBlock_IsNoColumn()
    {
        var lines = Enumerable.Repeat("""{"income": 1}""", 30_000).Append("""{"incme": 2}""").ToArray();
        using var files = Some(lines);

        files.Read()[^1].ShouldBe(
            "data.jsonl:30001:2: 'incme' is no column: the first rows do not have it. Did you mean 'income'?");
    }

    private static SomeFiles Some(params string[] lines) =>
        new SomeFiles("data.jsonl").With("data.jsonl", string.Join('\n', lines));
}
