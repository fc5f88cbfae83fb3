using Pipeline.Models.Tables;


namespace Pipeline.Models;

public class FeatureRowTests
{
    [Fact]
    public void Row_JustMade_MissesEverything()
    {
        var row = new FeatureRow(Some.Signature);

        double.IsNaN(row.Number(0)).ShouldBeTrue();
        row.Text(1).ShouldBeNull();
    }

    [Fact]
    public void Fill_RowOfATable_FindsColumnsByName()
    {
        var row = new FeatureRow(Some.Signature);

        row.Fill(new Table(new TextColumn("purpose", ["car", "home"]), new NumberColumn("income", [1, 2])), 1);

        row.Number(0).ShouldBe(2);
        row.Text(1).ShouldBe("home");
    }

    [Fact]
    public void Set_ValueOfAnotherType_IsRefused()
    {
        var row = new FeatureRow(Some.Signature);

        Should.Throw<ArgumentException>(() => row.Set(0, "12"));
        Should.Throw<ArgumentException>(() => row.Set(1, 12));
    }
}
