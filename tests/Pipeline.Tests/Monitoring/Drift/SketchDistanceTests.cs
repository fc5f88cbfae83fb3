using Pipeline.Statistics;

namespace Pipeline.Monitoring.Drift;

/// <summary>What is measured of sketches is what is measured of the values, within the error that sketches state.</summary>
public class SketchDistanceTests
{
    /// <summary>Ranks of both sketches are off; the largest of many errors is somewhat more than that of one.</summary>
    private const double RankError = 2 * 1.5 * QuantileSketch.RankError;

    public static TheoryData<string, int> Shapes { get; } = new(
        from shape in DriftSimulation.Columns.Where(x => !x.Name.EndsWith("names", StringComparison.Ordinal))
        from rows in new[] { 1, 100, 447, 3000, 40_000 }
        select (shape.Name, rows));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Distances_OfSketches_AreThoseOfTheValues(string shape, int rows)
    {
        var first = Values(shape, rows, stream: 1);
        var second = Values(shape, Math.Max(1, rows / 2), stream: 2).Select(x => x * 1.1).ToArray();
        var (a, b) = (Ranking.Of(first), Ranking.Of(second));
        var (c, d) = (Sketched(first), Sketched(second));

        var range = Math.Max(a.Values[^1], b.Values[^1]) - Math.Min(a.Values[0], b.Values[0]);

        SampleDistance.KolmogorovSmirnov(c, d).ShouldBe(SampleDistance.KolmogorovSmirnov(a, b), RankError);
        SampleDistance.Wasserstein(c, d).ShouldBe(SampleDistance.Wasserstein(a, b), RankError * range);
        if (rows < 448)
        {
            c.IsExact.ShouldBeTrue();
            SampleDistance.Wasserstein(c, d).ShouldBe(SampleDistance.Wasserstein(a, b), 1e-9 * range);
        }
    }

    [Fact]
    public void Distances_OfMergedSketches_AreThoseOfTheWhole()
    {
        var days = Enumerable.Range(0, 30).Select(x => Values("lognormal 1", 2000, stream: 10 + x)).ToList();
        var merged = new QuantileSketch();
        foreach (var day in days)
        {
            var sketch = new QuantileSketch();
            sketch.Add(day);
            merged.Merge(QuantileSketch.FromBytes(sketch.ToBytes()));
        }

        var whole = Ranking.Of([.. days.SelectMany(x => x)]);

        SampleDistance.KolmogorovSmirnov(merged.Ranked(), whole).ShouldBeLessThan(RankError / 2);
    }

    [Fact]
    public void Ranking_OfManyValues_IsInOrder()
    {
        double[] values =
        [
            .. Values("Student t 3", 5000, stream: 1), 0, -0.0, double.MaxValue, double.MinValue, double.Epsilon, -double.Epsilon,
        ];

        Ranking.Of(values).Values.ToArray().ShouldBe(values.Order());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 3)]
    public void Distances_OfConstants_AreWhatLiesBetween(double first, double second)
    {
        var (a, b) = (Ranking.Of(Enumerable.Repeat(first, 50).ToArray()), Ranking.Of(Enumerable.Repeat(second, 70).ToArray()));

        SampleDistance.KolmogorovSmirnov(a, b).ShouldBe(first == second ? 0 : 1);
        SampleDistance.Wasserstein(a, b).ShouldBe(Math.Abs(first - second));
    }

    private static Ranking Sketched(double[] values)
    {
        var sketch = new QuantileSketch();
        sketch.Add(values);
        return QuantileSketch.FromBytes(sketch.ToBytes()).Ranked();
    }

    private static double[] Values(string shape, int rows, int stream)
    {
        var draw = new Draw(7, stream);
        var value = DriftSimulation.Columns.Single(x => x.Name == shape).Value;
        return [.. Enumerable.Range(0, rows).Select(_ => (double)value(draw))];
    }
}
