using Pipeline.Core.Problems;
using Pipeline.Models;

namespace Pipeline.Core.Identity;

public class RowSetTests
{
    private static readonly UInt128 Large = UInt128.MaxValue - 5;

    [Fact]
    public void Of_AnyOrderAndRepetition_IsTheSameSet()
    {
        var set = RowSet.Of([3, Large, 1, 3]);

        set.Count.ShouldBe(3);
        set.Digest.ShouldBe(RowSet.Of([Large, 1, 3]).Digest);
        set.Digest.ShouldNotBe(RowSet.Of([Large, 1]).Digest);
    }

    [Fact]
    public void Contains_RowsOfTheSet_Only()
    {
        var set = RowSet.Of([3, Large, 1]);

        set.Contains(Large).ShouldBeTrue();
        set.Contains(2).ShouldBeFalse();
        RowSet.Empty.Contains(0).ShouldBeFalse();
    }

    [Fact]
    public void Read_WrittenBytes_IsTheSameSet()
    {
        var set = RowSet.Of([3, Large, 1]);

        var read = RowSet.Read(set.ToBytes(), "learned.rows").Value;

        read.Digest.ShouldBe(set.Digest);
        read.Contains(Large).ShouldBeTrue();
    }

    [Fact]
    public void Read_TornFile_IsAProblem()
    {
        var read = RowSet.Read(new byte[17], "learned.rows");

        read.Problems.ShouldHaveSingleItem().ShouldBe(new Problem(
            "learned.rows", null, null, "A set of rows has 16 bytes for each; this file has 17 in all."));
    }
}
