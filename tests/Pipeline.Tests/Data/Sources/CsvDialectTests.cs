using System.Text;

namespace Pipeline.Data.Sources;

public class CsvDialectTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", ',', true)]
    [InlineData("a;b\n1;2\n", ';', true)]
    [InlineData("a\tb\n1\t2\n", '\t', true)]
    [InlineData("a|b\n1|2\n", '|', true)]
    [InlineData("1,5;2,25;1\n2,5;4,25;0\n", ';', false)]
    [InlineData("1,5;2,5\n3,5;4,5\n", ';', false)]
    [InlineData("1.234,50|7\n-2.000,25|8\n", '|', false)]
    [InlineData("id,tags,n\n1,a;b,2\n2,c;d,3\n", ',', true)]
    [InlineData("id;amount;note\n1;1,5;\"a;b, c\"\n2;2,5;\"a;b, c\"\n", ';', true)]
    [InlineData("id,note\n1,\"x;y\"\n2,\"x;z\"\n", ',', true)]
    public void Separator_ThatIsNotStated_IsTheOneWithCleanParts(string text, char separator, bool hasHeader)
    {
        var dialect = Find(text);

        (dialect.Separator, dialect.HasHeader, dialect.Doubt).ShouldBe((separator, hasHeader, null));
    }

    [Theory]
    [InlineData("id;a;y\n1;2,5;1\n2;3,5\n3;4,5;0\n", ';')]
    [InlineData("a,b;y,c\n1,2;3,4\n", ';', "b;y")]
    [InlineData("a b|y\n1,2|3\n4,5,6|7\n", '|')]
    public void Separator_WhereTheLabelIsKnown_IsTheOneThatFindsIt(string text, char separator, string? other = null)
    {
        Find(text, "y").Separator.ShouldBe(other is null ? separator : ',', other);

        if (other is not null)
            Find(text, "y,c").Separator.ShouldBe(separator);
    }

    [Fact]
    public void Separator_OfAFileWithOneRaggedRow_IsThatOfTheOthers()
    {
        var text = "id;a;z\n" + string.Concat(Enumerable.Range(0, 40).Select(x => x == 6 ? "6;1;2;3\n" : $"{x};1;2\n"));

        using var files = new SomeFiles().With("data.csv", text);

        Find(text).Separator.ShouldBe(';');
        files.Read()[^1].ShouldBe("data.csv:8: The row has 4 values; the header has 3 names.");
    }

    [Fact]
    public void Separator_WhereTwoDivideAlike_IsAskedFor() => Find("a,b;c\n").Doubt.ShouldNotBeNull().ToString().ShouldBe(
        "data.csv: ',' and ';' divide the first rows equally well, into 2 values each. "
            + "Say which it is: format: {separator: \",\"}.");

    [Fact]
    public void Header_BelowAPreamble_IsNamedByItsLine() =>
        Find("Report of 2024\nCreated by: x\n\nid;a;y\n1;2;1\n", "y").Doubt.ShouldNotBeNull().ToString().ShouldBe(
            "data.csv:4: The header, with the column 'y', begins here; a file begins with it. Remove the lines above it.");

    [Fact]
    public void Preamble_AboveAHeaderNobodyKnows_IsSaid()
    {
        var text = "Report\n" + string.Concat(Enumerable.Range(0, 20).Select(x => $"{x};a;b\n"));

        Find(text, "y").Doubt.ShouldNotBeNull().ToString().ShouldStartWith(
            "data.csv:1: The first row has 1 value, and most below it have 3, divided by ';'. A file begins with its header");
    }

    [Fact]
    public void Value_ThatIsSpelledAsTheLabel_IsNoHeader() => Find("a,b\n1,y\n2,n\n", "y").Doubt.ShouldBeNull();

    [Fact]
    public void Dialect_ThatIsStated_IsNotDoubted()
    {
        var options = new SourceOptions { Separator = ';', HasHeader = true, KnownColumn = "y" };

        CsvDialect.Find("Report\nid;y\n"u8, isWhole: true, "data.csv", options).ShouldBe(new CsvDialect(';', HasHeader: true));
    }

    private static CsvDialect Find(string text, string? label = null) => CsvDialect.Find(
        Encoding.UTF8.GetBytes(text), isWhole: true, "data.csv", new SourceOptions { KnownColumn = label });
}
