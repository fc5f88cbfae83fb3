namespace Pipeline.Models.Tables;

public class ColumnBuilderTests
{
    [Fact]
    public void Category_RepeatedNames_SharesTheirCodes()
    {
        var builder = new CategoryColumnBuilder("job");
        foreach (var name in new[] { "smith", "cook", "smith" })
            builder.Append(name);
        builder.AppendMissing();

        var column = builder.Build();

        column.Codes.ShouldBe([0, 1, 0, CategoryColumn.Missing]);
        column.Domain.Names.ShouldBe(["smith", "cook"]);
    }

    [Fact]
    public void Category_KnownName_AllocatesNothing()
    {
        var builder = new CategoryColumnBuilder("job");
        for (var i = 0; i < 9; i++)
            builder.Append("smith");
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 6; i++)
            builder.Append("smith");

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void Number_MissingValue_IsNaN()
    {
        var builder = new NumberColumnBuilder("age");
        builder.Append(1.5);
        builder.AppendMissing();

        var column = builder.Build();

        column.Values.ShouldBe([1.5, double.NaN]);
        column.Text(0).ShouldBe("1.5");
    }

    [Fact]
    public void Build_Twice_BeginsAnew()
    {
        var builder = new CategoryColumnBuilder("job");
        builder.Append("smith");
        var first = builder.Build();
        builder.Append("cook");

        var second = builder.Build();

        first.Text(0).ShouldBe("smith");
        second.Domain.Names.ShouldBe(["cook"]);
    }
}
