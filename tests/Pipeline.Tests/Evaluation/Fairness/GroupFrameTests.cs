using Pipeline.Models.Tables;

namespace Pipeline.Evaluation.Fairness;

public class GroupFrameTests
{
    [Fact]
    public void Numbers_AreQuartersOrCuts()
    {
        var ages = new NumberColumn("age", [.. Enumerable.Range(1, 80).Select(x => (double)x), double.NaN]);

        GroupFrame.Of(ages, null).Groups.Select(x => x.Name).ShouldBe(
            ["age below 21", "age from 21 to below 41", "age from 41 to below 61", "age from 61", "age is missing"]);
        var cut = GroupFrame.Of(ages, [25, 40]);
        cut.Groups.Select(x => x.Values[0]).ShouldBe(["below 25", "from 25 to below 40", "from 40", null]);
        cut.Codes.CountBy(x => x).Select(x => x.Value).ShouldBe([24, 15, 41, 1]);
    }

    [Fact]
    public void FewNumbers_AreAGroupEach_Ascending()
    {
        var frame = GroupFrame.Of(new NumberColumn("rooms", [10, 2, 10, 3]), null);

        frame.Groups.Select(x => x.Name).ShouldBe(["rooms=2", "rooms=3", "rooms=10"]);
        frame.Codes.ShouldBe([2, 0, 2, 1]);
    }

    [Fact]
    public void Categories_AreInOrdinalOrder_AndMissingOnesLast()
    {
        var frame = GroupFrame.Of(new CategoryColumn("sex", [1, 0, -1, 1], new CategoryDomain("M", "F", "X")), null);

        frame.Groups.Select(x => x.Name).ShouldBe(["sex=F", "sex=M", "sex is missing"]);
        frame.Codes.ShouldBe([0, 1, 2, 0]);
    }

    [Fact]
    public void Texts_AreGroupedAsCategoriesAre()
    {
        var frame = GroupFrame.Of(new TextColumn("town", ["b", null, "", "b"]), null);

        frame.Groups.Select(x => x.Name).ShouldBe(["town=", "town=b", "town is missing"]);
        frame.Codes.ShouldBe([1, 2, 0, 1]);
    }

    [Fact]
    public void Cross_HasTheGroupsThatOccur()
    {
        var first = GroupFrame.Of(new NumberColumn("a", [1, 1, 2]), null);
        var second = GroupFrame.Of(new NumberColumn("b", [7, 8, 8]), null);

        var cross = GroupFrame.Cross(first, second);

        cross.Name.ShouldBe("a and b");
        cross.Groups.Select(x => x.Name).ShouldBe(["a=1, b=7", "a=1, b=8", "a=2, b=8"]);
        cross.Take([2, 0]).Codes.ShouldBe([2, 0]);
    }

    [Fact]
    public void TooManyGroups_AreRefused()
    {
        var ids = new TextColumn("id", [.. Enumerable.Range(0, 51).Select(x => $"{x}")]);

        GroupFrame.Of(ids, null).Refused.ShouldBe("there are 51 groups; at most 50 are compared");
    }
}
