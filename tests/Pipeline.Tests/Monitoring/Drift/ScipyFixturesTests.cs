using System.Text.Json;
using Pipeline.Statistics;
using Pipeline.Testing;

namespace Pipeline.Monitoring.Drift;

/// <summary>What is measured of raw values is what SciPy says; scipy_fixtures.py made the file.</summary>
public class ScipyFixturesTests
{
    private const double Agreement = 1e-9;

    private static readonly Fixtures Scipy = JsonSerializer.Deserialize<Fixtures>(
        File.ReadAllText(Path.Combine(Repository.Root, "tests/Pipeline.Tests/Monitoring/Drift/scipy.json")),
        JsonSerializerOptions.Web)!;

    public static TheoryData<string> Samples { get; } = new(Scipy.Samples.Select(x => x.Name));

    public static TheoryData<int> Tables { get; } = new(Enumerable.Range(0, Scipy.Tables.Length));

    [Theory]
    [MemberData(nameof(Samples))]
    public void Distances_OfSamples_AreScipys(string name)
    {
        var sample = Scipy.Samples.Single(x => x.Name == name);
        var (first, second) = (Ranking.Of(sample.First), Ranking.Of(sample.Second));
        var moments = Moments.Of(sample.First);

        var statistic = SampleDistance.KolmogorovSmirnov(first, second);

        statistic.ShouldBe(sample.Ks, Agreement);
        Same(KolmogorovSmirnovTest.PValue(statistic, sample.First.Length, sample.Second.Length), sample.PValue);
        Same(SampleDistance.Wasserstein(first, second), sample.Wasserstein);
        Same(SampleDistance.Wasserstein(first, second)
            / Math.Max(Math.Sqrt(moments.SquaredDifferences / moments.Count), 0.001), sample.Normed);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Distances_OfEvidentlysBins_AreEvidentlys(string name)
    {
        var sample = Scipy.Samples.Single(x => x.Name == name);

        var distance = Divergence.JensenShannon(sample.FirstCounts, sample.SecondCounts);

        Same(Divergence.PopulationStability(sample.FirstCounts, sample.SecondCounts), sample.Psi);
        Same(distance, sample.JensenShannon);
        (distance * Math.Sqrt(Math.Log(2))).ShouldBe(sample.JensenShannonE, Agreement);
    }

    [Fact]
    public void PValues_OfManySizes_AreScipys() => Scipy.Sizes.ShouldAllBe(x =>
        IsSame(KolmogorovSmirnovTest.PValue(x.Statistic, x.First, x.Second), x.PValue));

    [Theory]
    [MemberData(nameof(Tables))]
    public void Tests_OfCounts_AreScipys(int index)
    {
        var table = Scipy.Tables[index];
        var scale = table.Second.Sum() / table.First.Sum();

        Same(ChiSquareTest.GoodnessOfFit(table.Second, [.. table.First.Select(x => x * scale)]), table.Goodness);
        Same(ChiSquareTest.Contingency(table.First, table.Second), table.Contingency);
        Same(ShareTest.Of(table.First[0], table.First.Sum(), table.Second[0], table.Second.Sum()), table.Z);
        Same(Divergence.TotalVariation(table.First, table.Second), table.TotalVariation);
        Same(Divergence.LInfinity(table.First, table.Second), table.LInfinity);
        Same(Divergence.JensenShannon(table.First, table.Second), table.JensenShannon);
        Same(Divergence.PopulationStability(table.First, table.Second), table.Psi);
    }

    private static void Same(TestResult ours, double[] theirs)
    {
        Same(ours.Statistic, theirs[0]);
        Same(ours.PValue, theirs[1]);
    }

    private static void Same(double ours, double theirs) => IsSame(ours, theirs).ShouldBeTrue($"{ours:R} is not {theirs:R}");

    /// <summary>To nine digits of the number itself, so that a p-value of 1e-100 is too.</summary>
    private static bool IsSame(double ours, double theirs) =>
        Math.Abs(ours - theirs) <= Agreement * Math.Max(Math.Abs(theirs), 1e-290);

    private sealed record Fixtures(Sample[] Samples, Size[] Sizes, Table[] Tables);

    private sealed record Sample(
        string Name, double[] First, double[] Second, double Ks, double PValue, double Wasserstein, double Normed)
    {
        public required double[] FirstCounts { get; init; }

        public required double[] SecondCounts { get; init; }

        public double Psi { get; init; }

        public double JensenShannon { get; init; }

        public double JensenShannonE { get; init; }
    }

    private sealed record Size(long First, long Second, double Statistic, double PValue);

    private sealed record Table(double[] First, double[] Second)
    {
        public required double[] Goodness { get; init; }

        public required double[] Contingency { get; init; }

        public required double[] Z { get; init; }

        public double TotalVariation { get; init; }

        public double LInfinity { get; init; }

        public double JensenShannon { get; init; }

        public double Psi { get; init; }
    }
}
