namespace Pipeline.Core.Checks;

public class RowValuesTests
{
    [Fact]
    public void Values_OfARow_AreTakenApart()
    {
        var values = RowValues.Of("ab", null, "", "c");

        values.Count.ShouldBe(4);
        values[0].ToString().ShouldBe("ab");
        values.IsMissing(1).ShouldBeTrue();
        values[1].Length.ShouldBe(0);
        values.IsMissing(2).ShouldBeFalse();
        values[2].Length.ShouldBe(0);
        values[3].ToString().ShouldBe("c");
    }

    [Fact]
    public void Values_BeginningWithAMissingOne_AreTakenApart()
    {
        var values = RowValues.Of(null, "x");

        values.IsMissing(0).ShouldBeTrue();
        values[1].ToString().ShouldBe("x");
    }
}
