using System.Globalization;
using System.Text;

namespace Pipeline.Statistics;

public class HyperLogLogTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(1_000)]
    [InlineData(10_000)]
    [InlineData(20_000)]
    [InlineData(300_000)]
    public void Estimate_OfSoManyValues_IsWithinFourStandardErrors(int count)
    {
        var sketch = Of(0, count);

        sketch.Estimate().ShouldBe(count, Math.Max(0.1, count * 4 * HyperLogLog.StandardError));
    }

    [Fact]
    public void Estimate_OfRepeatedValues_CountsThemOnce()
    {
        var sketch = Of(0, 500);

        sketch.Merge(Of(0, 500));

        sketch.Estimate().ShouldBe(Of(0, 500).Estimate());
    }

    [Fact]
    public void Merge_OfParts_IsTheSketchOfTheWhole()
    {
        var parts = Of(0, 7_000);

        parts.Merge(Of(5_000, 30_000));

        parts.ToBytes().ShouldBe(Of(0, 30_000).ToBytes());
    }

    [Fact]
    public void Bytes_OfASketch_AreReadBack() =>
        HyperLogLog.FromBytes(Of(0, 4_000).ToBytes()).Estimate().ShouldBe(Of(0, 4_000).Estimate());

    [Fact]
    public void Bytes_OfSomethingElse_AreRefused()
    {
        Should.Throw<FormatException>(() => HyperLogLog.FromBytes(new byte[10]));
        Should.Throw<FormatException>(() => HyperLogLog.FromBytes(Enumerable.Repeat((byte)54, 4096).ToArray()));
    }

    private static HyperLogLog Of(int from, int to)
    {
        var sketch = new HyperLogLog();
        for (var i = from; i < to; i++)
            sketch.Add(StableHash.Of(Encoding.UTF8.GetBytes(i.ToString(CultureInfo.InvariantCulture))));
        return sketch;
    }
}
