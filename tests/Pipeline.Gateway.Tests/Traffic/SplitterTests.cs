using Pipeline.Gateway.Traffic;

namespace Pipeline.Traffic;

public sealed class SplitterTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(37)]
    [InlineData(50)]
    [InlineData(99)]
    [InlineData(100)]
    public void Next_AnyHundredInARow_HoldExactlyTheWeight(int weight)
    {
        var chosen = Choose(weight, 1000);

        var windows = Enumerable.Range(0, 900).Select(x => chosen.Skip(x).Take(100).Count(y => y));

        windows.ShouldAllBe(x => x == weight);
    }

    [Fact]
    public void Next_AnyWindowAtAnyWeight_StaysNearTheWeight()
    {
        var worst = Enumerable.Range(1, 99).Max(Discrepancy);

        worst.ShouldBeLessThan(2.5);
    }

    [Fact]
    public void Next_ClientsThatTakeTurns_EachMeetTheCandidate()
    {
        var chosen = Choose(50, 1000);

        var ofFirst = chosen.Index().Count(x => x.Index % 2 == 0 && x.Item);

        ofFirst.ShouldBeInRange(200, 300);
    }

    private static bool[] Choose(int weight, int requests)
    {
        var splitter = new Splitter();
        return [.. Enumerable.Range(0, requests).Select(_ => splitter.NextIsCandidate(weight))];
    }

    /// <summary>How far the number of hits in any window is from its share, over one period.</summary>
    private static double Discrepancy(int weight)
    {
        var sums = Choose(weight, 200).Aggregate(new List<int> { 0 }, (all, x) => [.. all, all[^1] + (x ? 1 : 0)]);
        return (from start in Enumerable.Range(0, 100)
                from length in Enumerable.Range(1, 100)
                select Math.Abs(sums[start + length] - sums[start] - (length * weight / 100.0))).Max();
    }
}
