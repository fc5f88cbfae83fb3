namespace Pipeline.Models.Tables;

public class TableTests
{
    private static readonly Table Three = new(
        new NumberColumn("age", [30, double.NaN, 50]),
        new CategoryColumn("job", [1, 0, CategoryColumn.Missing], new CategoryDomain("cook", "smith")),
        new TextColumn("note", ["a", null, ""]));

    [Fact]
    public void Select_RowsInAnyOrder_GathersEveryColumn()
    {
        var selected = Three.Select([2, 0, 0]);

        selected.RowCount.ShouldBe(3);
        selected.Columns.Select(x => x.Text(0)).ShouldBe(["50", null, ""]);
        selected.Columns.Select(x => x.Text(2)).ShouldBe(["30", "smith", "a"]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    public void Select_RowThatIsNotThere_IsRefused(int row)
    {
        var select = () => Three.Select([row]);

        select.ShouldThrow<ArgumentOutOfRangeException>().Message.ShouldContain("3 rows");
    }

    [Fact]
    public void Columns_WithMissingValues_CountThem()
    {
        var missing = Three.Columns.Select(x => x.MissingCount);

        missing.ShouldBe([1, 1, 1]);
        Three.Columns.Select(x => x.IsMissing(1)).ShouldBe([true, false, true]);
    }

    [Fact]
    public void Indexer_NameNearlyRight_NamesTheNearest()
    {
        var read = () => Three["aeg"];

        read.ShouldThrow<ArgumentException>().Message.ShouldContain("Did you mean 'age'?");
    }

    [Fact]
    public void Constructor_ColumnsOfDifferentLength_IsRefused()
    {
        var make = () => new Table(new NumberColumn("a", [1]), new NumberColumn("b", [1, 2]));

        make.ShouldThrow<ArgumentException>().Message.ShouldBe("'b' has 2 rows, and 'a' has 1.");
    }

    [Fact]
    public void Constructor_SameNameTwice_IsRefused()
    {
        var make = () => new Table(new NumberColumn("a", [1]), new TextColumn("a", ["1"]));

        make.ShouldThrow<ArgumentException>();
    }

    [Fact]
    public void With_NameThatIsThere_ReplacesInPlace()
    {
        var replaced = Three.With(new NumberColumn("job", [1, 2, 3]));

        replaced.Columns.Select(x => x.Name).ShouldBe(["age", "job", "note"]);
        replaced["job"].ShouldBeOfType<NumberColumn>();
    }

    [Fact]
    public void Without_SomeColumns_SharesTheOthers()
    {
        var rest = Three.Without("job", "unknown");

        rest.Columns.ShouldBe([Three["age"], Three["note"]]);
    }

    [Fact]
    public void Keep_Columns_TakesTheGivenOrder()
    {
        var kept = Three.Keep("note", "age");

        kept.Columns.Select(x => x.Name).ShouldBe(["note", "age"]);
    }

    [Fact]
    public void CategoryColumn_CodeOutsideTheDomain_IsRefused()
    {
        var make = () => new CategoryColumn("job", [2], new CategoryDomain("cook", "smith"));

        make.ShouldThrow<ArgumentException>().Message.ShouldContain("2 names");
    }

    [Fact]
    public void CategoryDomain_NameTwice_IsRefused()
    {
        var make = () => new CategoryDomain("a", "a");

        make.ShouldThrow<ArgumentException>();
    }

    [Fact]
    public void CategoryDomain_UnknownName_HasTheCodeOfMissing()
    {
        var domain = new CategoryDomain("a", "b");

        var codes = new[] { domain.CodeOf("b"), domain.CodeOf("B") };

        codes.ShouldBe([1, CategoryColumn.Missing]);
    }
}
