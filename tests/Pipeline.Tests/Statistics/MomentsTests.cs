namespace Pipeline.Statistics;

public class MomentsTests
{
    [Fact]
    public void Moments_OfKnownNumbers_AreThoseOfTheBooks()
    {
        var moments = Moments.Of([2, 4, 4, 4, 5, 5, 7, 9]);

        (moments.Count, moments.Mean, moments.Min, moments.Max).ShouldBe((8, 5.0, 2.0, 9.0));
        moments.StandardDeviation.ShouldBe(Math.Sqrt(32 / 7.0), 1e-12);
    }

    [Fact]
    public void Moments_OfNoNumbers_AreNone() => Moments.Of([]).ShouldBe(Moments.None);

    [Fact]
    public void Deviation_OfSmallDifferencesOnAGreatNumber_IsNotLost() =>
        Moments.Of([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]).StandardDeviation.ShouldBe(Math.Sqrt(30), 1e-9);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(500)]
    public void Sum_OfAnyParts_IsTheWhole(int size)
    {
        var random = new Random(5);
        var values = Enumerable.Range(0, 1_000).Select(_ => (random.NextDouble() * 1e6) - 3e5).ToArray();
        var whole = Moments.Of(values);

        var parts = values.Chunk(size).Aggregate(Moments.None, (sum, x) => sum.Add(Moments.Of(x)));

        (parts.Count, parts.Min, parts.Max).ShouldBe((whole.Count, whole.Min, whole.Max));
        parts.Mean.ShouldBe(whole.Mean, Math.Abs(whole.Mean) * 1e-12);
        parts.StandardDeviation.ShouldBe(whole.StandardDeviation, whole.StandardDeviation * 1e-12);
    }
}
