using Pipeline.Statistics;
using Pipeline.Testing;

namespace Pipeline.Data.Spilling;

public class SpilledNumbersTests
{
    [Theory]
    [InlineData(1 << 20, 1)]
    [InlineData(64, 1)]
    [InlineData(100, 8)]
    public void Quantile_InMemoryOrSpilled_IsThatOfTheSortedNumbers(int capacity, int parts)
    {
        using var folder = new TemporaryFolder();
        using var spill = new SpillFile(folder.Path);
        var random = new SeededRandom(5, 0);
        double[] numbers =
        [
            double.MaxValue, -double.MaxValue, double.Epsilon, -double.Epsilon, 0, 0, 0,
            .. Enumerable.Range(0, 4000).Select(_ => (random.Below(1000) - 500) * Math.Pow(10, random.Below(9) - 4)),
        ];

        var stored = Store(spill, capacity, parts, numbers);

        Array.Sort(numbers);
        foreach (var share in new[] { 0, 0.001, 0.25, 0.5, 0.77, 0.999, 1 })
        {
            var rank = (numbers.Length - 1) * share;
            var (low, high) = (numbers[(int)rank], numbers[(int)Math.Ceiling(rank)]);
            var weight = rank - Math.Floor(rank);
            stored.Quantile(share).ShouldBe(weight > 0 ? (low * (1 - weight)) + (high * weight) : low);
        }
    }

    [Fact]
    public void Quantile_OfMoreThanIsSortedAtOnce_IsFoundDigitByDigit()
    {
        using var folder = new TemporaryFolder();
        using var spill = new SpillFile(folder.Path);
        var numbers = Enumerable.Range(0, 1_200_001).Select(x => x < 600_002 ? 1.5 : x * 1e-3).ToArray();

        var stored = Store(spill, 100_000, 2, numbers);

        stored.Quantile(0.5).ShouldBe(1.5);
        stored.Quantile(1).ShouldBe(1200);
        stored.Quantile(0.75).ShouldBe(900);
    }

    [Fact]
    public void Quantile_BetweenTwo_IsInterpolatedAsNumpyDoes()
    {
        using var folder = new TemporaryFolder();
        using var spill = new SpillFile(folder.Path);

        var stored = Store(spill, 10, 1, [4, 1, 3, 2]);

        stored.Quantile(0.4).ShouldBe(2.2, 1e-15);
    }

    private static SpilledNumbers Store(SpillFile spill, int capacity, int parts, double[] numbers)
    {
        var stored = Enumerable.Range(0, parts).Select(_ => new SpilledNumbers(spill, capacity)).ToList();
        foreach (var (index, chunk) in numbers.Chunk(777).Index())
            stored[index % parts].Add(chunk);
        stored.Skip(1).ToList().ForEach(stored[0].Merge);
        return stored[0];
    }
}
