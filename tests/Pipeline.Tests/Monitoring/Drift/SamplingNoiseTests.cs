using Pipeline.Core.Checks;
using Pipeline.Statistics;

namespace Pipeline.Monitoring.Drift;

public class SamplingNoiseTests
{
    /// <summary>Samples of one distribution have p-values below a number as often as it says, or seldomer.</summary>
    [Theory]
    [InlineData("normal", 500, 300)]
    [InlineData("lognormal 1.5", 2000, 300)]
    [InlineData("Pareto 2.5", 2000, 300)]
    [InlineData("mostly zero", 2000, 300)]
    [InlineData("rare counts", 1000, 300)]
    public void Wasserstein_WithoutDrift_HasPValuesThatAreTrue(string shape, int first, int second)
    {
        const int Runs = 400;
        var value = DriftSimulation.Columns.Single(x => x.Name == shape).Value;
        var nulls = Enumerable.Range(0, Runs).Select(run =>
        {
            var (a, b) = (Sample(value, first, 2 * run), Sample(value, second, (2 * run) + 1));
            var distance = SampleDistance.Wasserstein(a, b);
            return (Distance: distance, Null: SamplingNoise.Wasserstein(a, b, distance));
        }).ToList();

        // The means of the distances, and what was said of them, are as near as 400 runs can tell.
        nulls.Average(x => x.Null.Mean).ShouldBe(nulls.Average(x => x.Distance), 0.15 * nulls.Average(x => x.Distance));
        (nulls.Count(x => x.Null.PValue <= 0.05) / (double)Runs).ShouldBeLessThan(0.085);
        (nulls.Count(x => x.Null.PValue <= 0.01) / (double)Runs).ShouldBeLessThan(0.03);
    }

    /// <summary>Over all 252 tables with these margins, which are listed.</summary>
    [Fact]
    public void Sparse_OfASmallTable_HasTheMomentsOfAllTables()
    {
        int[] bins = [0, 0, 0, 0, 0, 1, 1, 1, 2, 2];
        var statistics = new List<double>();
        for (var mask = 0; mask < 1 << bins.Length; mask++)
        {
            if (System.Numerics.BitOperations.PopCount((uint)mask) == 5)
                statistics.Add(Table(bins, mask).Statistic);
        }

        var (mean, variance) = Table(bins, 0b11111).Moments;

        mean.ShouldBe(statistics.Average(), 1e-9);
        variance.ShouldBe(statistics.Average(x => Math.Pow(x - statistics.Average(), 2)), 1e-9);
    }

    [Fact]
    public void Windows_WithoutDrift_AreQuiet()
    {
        var simulation = new DriftSimulation(seed: 3);

        var (alerts, datasets, _) = simulation.WithoutDrift(
            windows: 200, referenceRows: 3000, rows: 300, new DriftDetectionOptions());

        alerts.ShouldBeLessThanOrEqualTo(4);
        datasets.ShouldBe(0);
    }

    [Fact]
    public void Drift_ThatIsStated_IsFound() => new DriftSimulation(seed: 3)
        .Found(windows: 50, referenceRows: 3000, rows: 500, "normal", x => x.Normal() + 0.4).ShouldBeGreaterThanOrEqualTo(0.95);

    [Fact]
    public void Limits_FromReferenceWindows_AreThreeDeviationsFromTheirMean()
    {
        var limits = ReferenceLimits.Of([0.1, 0.2, 0.3, double.NaN])!;

        limits.High.ShouldBe(0.2 + (3 * Math.Sqrt(0.02 / 3)), 1e-12);
        limits.Low.ShouldBe(0.2 - (3 * Math.Sqrt(0.02 / 3)), 1e-12);
        ReferenceLimits.Of([0.1, 0.2]).ShouldBeNull();
    }

    [Fact]
    public void Column_WithLearnedLimit_IsHeldAgainstIt()
    {
        var reference = Profiles.OfNumbers("x", [.. Enumerable.Range(0, 3000).Select(x => (double)x)]);
        var window = Profiles.OfNumbers("x", [.. Enumerable.Range(0, 500).Select(x => 900.0 + (x * 4))]);
        DriftDetectionOptions Learned(params double[] values) => new()
        {
            Columns = new Dictionary<string, ColumnDriftOptions> { ["x"] = new() { ReferenceValues = values } },
        };

        var usual = DriftDetector.Compare([reference], [window], Learned(0.5, 0.6, 0.7)).Columns[0];
        var unusual = DriftDetector.Compare([reference], [window], Learned(0.01, 0.02, 0.03)).Columns[0];

        usual.IsLearned.ShouldBeTrue();
        usual.Verdict.Outcome.ShouldBe(Outcome.Passed);
        unusual.Verdict.Outcome.ShouldBe(Outcome.Failed);
    }

    private static CountTable Table(int[] bins, int mask)
    {
        double[] In(bool isFirst) => [.. Enumerable.Range(0, 3).Select(bin => (double)Enumerable.Range(0, bins.Length)
            .Count(x => bins[x] == bin && ((mask >> x) & 1) == (isFirst ? 1 : 0)))];
        return CountTable.Of(In(true), In(false));
    }

    private static Ranking Sample(Func<Draw, object> value, int rows, int stream)
    {
        var draw = new Draw(11, stream);
        return Ranking.Of([.. Enumerable.Range(0, rows).Select(_ => (double)value(draw))]);
    }
}
