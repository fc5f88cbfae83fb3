namespace Pipeline.Statistics;

public class RankingTests
{
    private const int Many = 20_000;

    public static TheoryData<string> Kinds => [.. Draws.Keys];

    /// <summary>Numbers that differ in their lowest bits alone, too, and those that are equal to most others.</summary>
    private static readonly Dictionary<string, Func<double, double>> Draws = new(StringComparer.Ordinal)
    {
        ["both signs"] = x => Math.Exp(20 * (x - 0.5)) * (x < 0.5 ? -1 : 1),
        ["times"] = x => 1.7e9 + (x / 1000),
        ["neighbours"] = x => BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(1) + (long)(x * 1000)),
        ["whole"] = x => Math.Floor(x * 7) - 3,
        ["zeros"] = x => x < 0.5 ? -0.0 : 0.0,
        ["extreme"] = x => x < 0.3 ? double.Epsilon : x < 0.6 ? -double.MaxValue : double.MaxValue,
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Ranking_OfManyNumbers_HasThemInOrder(string kind)
    {
        var random = new SeededRandom(4, 0);
        var values = new double[Many];
        foreach (ref var value in values.AsSpan())
            value = Draws[kind](random.Unit());

        var ranking = Ranking.Of(values);

        ranking.Values.ToArray().ShouldBe(values.Order());
        ranking.Total.ShouldBe(Many);
        ranking.IsExact.ShouldBeTrue();
    }

    [Fact]
    public void Ranking_OfASample_KnowsRanksAndQuantiles()
    {
        var ranking = Ranking.Of([4, 1, 3, 2]);

        ranking.Rank(0.5).ShouldBe(0);
        ranking.Rank(2).ShouldBe(0.5);
        ranking.Rank(9).ShouldBe(1);
        new[] { 0, 0.25, 0.26, 0.5, 1 }.Select(ranking.Quantile).ShouldBe([1, 1, 2, 2, 4]);
    }
}
