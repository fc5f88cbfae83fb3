namespace Pipeline.Data.Expectations.Violations;

public class QuarantineRowsTests
{
    private const string Csv = "id,x,y\n1,a,0\n1,b,1\n2,c,0\n?,b,1\n";

    private const string Section =
        "path: data.csv\nlabel: y\nsplit: {by: random, seed: 1, test: 0.5}\n"
            + "expect: [{unique: id}, {values: x, none-of: [b]}, {not-null: id, mostly: 0.5}, {mean: y, at-least: 1}]";

    [Fact]
    public void Rows_OfFailedChecks_AreSetAsideWithTheirReasons()
    {
        using var dataset = new SomeDataset(Section, Csv);
        var checks = new PartitionRun { KeepsRows = true, Partitions = 2, BlockBytes = 16 }.Judge(dataset);

        var rows = new QuarantineRows(checks);

        rows.IsEmpty.ShouldBeFalse();
        Enumerable.Range(2, 4).Select(x => string.Join(' ', rows.Reasons(RowPlace.Of(0, x)))).ShouldBe(
            ["", "id/unique x/none-of", "", "x/none-of"]);
        rows.Reasons(RowPlace.Of(1, 3)).ShouldBeEmpty();
    }

    [Fact]
    public void Rows_NotRemembered_AreNotSetAside()
    {
        using var dataset = new SomeDataset(Section, Csv);

        var rows = new QuarantineRows(new PartitionRun().Judge(dataset));

        rows.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Place_BeyondItsBits_IsACallersBug()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => RowPlace.Of(1 << 14, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => RowPlace.Of(0, 1L << 34));
        RowPlace.Of(16383, (1L << 34) - 1).ShouldBe(new RowPlace((1L << 48) - 1));
    }
}
