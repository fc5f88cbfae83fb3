using System.Globalization;
using System.Text;

namespace Pipeline.Statistics;

public class FrequentItemsTests
{
    [Fact]
    public void Counts_OfFewValues_AreExact()
    {
        var items = Of(Enumerable.Range(0, 1_000).Select(x => x % 3 == 0 ? "a" : "b"));

        items.Items.Select(x => (x.Value, x.Count)).ShouldBe([("b", 666), ("a", 334)]);
        items.IsExact.ShouldBeTrue();
    }

    [Fact]
    public void Values_LongerThanIsKept_AreCutAtACharacterAndNotCalledExact()
    {
        var items = Of([new string('x', 64), new string('東', 22), "é" + new string('x', 63)]);

        items.Items.Select(x => x.Value).ShouldBe(
            [new string('x', 64), "é" + new string('x', 62), new string('東', 21)], ignoreOrder: true);
        (items.HasCut, items.IsExact).ShouldBe((true, false));
        Of([new string('x', 64)]).IsExact.ShouldBeTrue();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Counts_OfManyValues_AreShortByTheErrorAtMost(int parts)
    {
        var values = Skewed();
        var counts = values.CountBy(x => x).ToDictionary();

        var items = values.Chunk(values.Length / parts).Select(x => Of(x)).Aggregate((sum, x) =>
        {
            sum.Merge(x);
            return sum;
        });

        items.Error.ShouldBeInRange(1, values.Length / 50);
        items.Items.ShouldAllBe(x => x.Count <= counts[x.Value] && x.Count >= counts[x.Value] - items.Error);
        var kept = items.Items.Select(x => x.Value).ToHashSet();
        counts.Where(x => x.Value > items.Error).ShouldAllBe(x => kept.Contains(x.Key));
        items.Items[0].Value.ShouldBe("0");
    }

    [Theory]
    [InlineData(300)]
    [InlineData(3_000)]
    [InlineData(1_000_000)]
    public void Counts_WhereNoValueIsFrequent_AreShortByTheErrorAtMost(int different)
    {
        var random = new Random(9);
        var values = Enumerable.Range(0, 100_000).Select(_ => $"{random.Next(different)}").ToArray();
        var counts = values.CountBy(x => x).ToDictionary();

        var items = Of(values);

        items.Error.ShouldBeInRange(1, 2 * values.Length / FrequentItems.Capacity);
        items.Items.ShouldAllBe(x => x.Count <= counts[x.Value] && x.Count >= counts[x.Value] - items.Error);
    }

    [Fact]
    public void Value_ThatBecomesFrequentLate_IsFound()
    {
        var items = Of(Enumerable.Range(0, 50_000).Select(x => x < 45_000 ? $"{x}" : x % 2 == 0 ? "late" : $"{x}"));

        items.Items[0].Value.ShouldBe("late");
        items.Items[0].Count.ShouldBeInRange(2_500 - items.Error, 2_500);
    }

    [Fact]
    public void Targets_OfAValue_AreSummedWhereTheyAreKnown()
    {
        var items = new FrequentItems();
        foreach (var target in new[] { 1, 0, 1, double.NaN })
            items.Add("x"u8, StableHash.Of("x"u8), target);

        var item = items.Items.ShouldHaveSingleItem();

        (item.Count, item.TargetSum, item.TargetCount).ShouldBe((4, 2.0, 3));
    }

    [Fact]
    public void Value_ThatIsLong_CountsAsItsBeginning()
    {
        var start = new string('x', FrequentItems.MostValueBytes);

        var items = Of([start + "1", start + "2"]);

        items.Items.ShouldHaveSingleItem().ShouldBe(new FrequentItem(start, 2));
    }

    private static string[] Skewed()
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, 50_000)
            .Select(_ => ((int)(1 / (random.NextDouble() + 0.0002)) - 1).ToString(CultureInfo.InvariantCulture))];
    }

    private static FrequentItems Of(IEnumerable<string> values)
    {
        var items = new FrequentItems();
        foreach (var value in values.Select(Encoding.UTF8.GetBytes))
            items.Add(value, StableHash.Of(value));
        return items;
    }
}
