namespace Pipeline.Statistics;

public class QuantileSketchTests
{
    private const int Count = 300_000;

    public static TheoryData<string> Orders => ["ascending", "descending", "shuffled", "few values"];

    [Theory]
    [MemberData(nameof(Orders))]
    public void Rank_OfAnyOrder_IsWithinTheError(string order)
    {
        var values = Some(order);

        var sketch = Of(values);

        Worst(sketch, values).ShouldBeLessThan(QuantileSketch.RankError);
        sketch.Count.ShouldBe(Count);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(100)]
    public void Merge_OfParts_IsWithinTheErrorToo(int parts)
    {
        var values = Some("shuffled");

        var merged = values.Chunk(Count / parts).Select(Of).Aggregate((sum, x) =>
        {
            sum.Merge(x);
            return sum;
        });

        Worst(merged, values).ShouldBeLessThan(QuantileSketch.RankError);
        merged.Count.ShouldBe(Count);
    }

    [Fact]
    public void Merge_OfCoarserParts_IsWithinTheErrorToo()
    {
        const int Parts = 8;
        var values = Some("shuffled");
        var sketches = Enumerable.Range(0, Parts).Select(_ => new QuantileSketch(Parts)).ToArray();
        foreach (var (index, some) in values.Chunk(1_000).Index())
            sketches[index % Parts].Add(some);

        foreach (var sketch in sketches[1..])
            sketches[0].Merge(sketch);

        Worst(sketches[0], values).ShouldBeLessThan(QuantileSketch.RankError);
        sketches[0].Count.ShouldBe(Count);
    }

    [Fact]
    public void Rank_AfterMoreNumbers_IsThatOfAll()
    {
        var sketch = Of([1, 2, 3]);
        sketch.Rank(2).ShouldBe(2 / 3.0, 1e-12);

        sketch.Add([0]);

        sketch.Rank(2).ShouldBe(0.75);
    }

    [Fact]
    public void Merge_OfOneLargeAndOneSmall_WeighsThemAsTheyAre()
    {
        var sketch = Of([.. Enumerable.Range(0, Count).Select(x => (double)x)]);

        sketch.Merge(Of([.. Enumerable.Repeat(-1.0, Count / 10)]));

        sketch.Rank(-1).ShouldBe(1 / 11.0, QuantileSketch.RankError);
    }

    [Fact]
    public void Quantiles_OfFewNumbers_AreExact()
    {
        var sketch = Of([.. Enumerable.Range(1, 101).Select(x => (double)x)]);

        sketch.Quantile(0).ShouldBe(1);
        sketch.Quantile(0.5).ShouldBe(51);
        sketch.Quantile(1).ShouldBe(101);
        sketch.Rank(0).ShouldBe(0);
        sketch.Rank(25).ShouldBe(25 / 101.0, 1e-12);
    }

    [Fact]
    public void Quantile_OfNothing_IsACallersMistake() =>
        Should.Throw<InvalidOperationException>(() => new QuantileSketch().Quantile(0.5));

    [Fact]
    public void Bytes_OfASketch_AreFewAndReadBack()
    {
        var values = Some("shuffled");
        var sketch = Of(values);

        var bytes = sketch.ToBytes();
        var read = QuantileSketch.FromBytes(bytes);

        bytes.Length.ShouldBeLessThan(20_000);
        read.Count.ShouldBe(Count);
        Worst(read, values).ShouldBeLessThan(QuantileSketch.RankError);
    }

    [Fact]
    public void Bytes_OfSomethingElse_AreRefused()
    {
        Should.Throw<FormatException>(() => QuantileSketch.FromBytes([1, 2, 3]));
        Should.Throw<FormatException>(() => QuantileSketch.FromBytes([0, 0, 0, 0, 0, 0, 0, 0, 99, 0, 0, 0, 0, 0, 0, 0, 0]));
    }

    [Fact]
    public void Sketch_OfTheSameNumbers_IsTheSame() => Of(Some("shuffled")).ToBytes().ShouldBe(Of(Some("shuffled")).ToBytes());

    private static double[] Some(string order)
    {
        var random = new Random(11);
        var values = Enumerable.Range(0, Count).Select(x => (double)(order == "few values" ? x % 7 : x)).ToArray();
        if (order == "descending")
            Array.Reverse(values);
        if (order is "shuffled" or "few values")
            random.Shuffle(values);
        return values;
    }

    private static QuantileSketch Of(double[] values)
    {
        var sketch = new QuantileSketch();
        sketch.Add(values);
        return sketch;
    }

    private static double Worst(QuantileSketch sketch, double[] values)
    {
        var sorted = values.Order().ToArray();
        return Enumerable.Range(1, 99).Max(x =>
        {
            var value = sorted[sorted.Length * x / 100];
            var found = sketch.Rank(value);
            var (low, high) = (sorted.TakeWhile(y => y < value).Count(), sorted.TakeWhile(y => y <= value).Count());
            return Math.Max(0, Math.Max((low / (double)sorted.Length) - found, found - (high / (double)sorted.Length)));
        });
    }
}
