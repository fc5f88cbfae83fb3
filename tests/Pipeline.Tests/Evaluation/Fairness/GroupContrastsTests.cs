using Pipeline.Core.Checks;
using Pipeline.Models.Documents;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Fairness;

public class GroupContrastsTests
{
    private static readonly GroupMetric Share = GroupMetrics.Binary.All[0];

    /// <summary>
    /// 20 groups of 60 rows that a model treats alike, 200 times: percentiles of the greatest difference exclude 0.1 nearly
    /// always, and ours at most as often as 95 % allows.
    /// </summary>
    [Fact]
    public void Difference_OfManyGroupsThatAreAlike_IsNotFoundToBeLarge()
    {
        var (ours, percentiles) = (0, 0);
        for (var seed = 0; seed < 200; seed++)
        {
            var metric = Draw(seed, Enumerable.Repeat((60, 0.4), 20));
            var interval = Interval(metric, DisparityKind.Difference);
            var naive = Enumerable.Range(0, metric.Resampled![0].Length)
                .Select(x => metric.Resampled.Max(y => y[x]) - metric.Resampled.Min(y => y[x])).Order().ToList();
            ours += interval.Low > 0 ? 1 : 0;
            percentiles += naive[(int)(0.025 * naive.Count)] > 0.1 ? 1 : 0;
        }

        percentiles.ShouldBeGreaterThan(180);
        ours.ShouldBeLessThanOrEqualTo(10 + (int)(2.5 * Math.Sqrt(200 * 0.05 * 0.95)));
    }

    [Theory]
    [InlineData(DisparityKind.Difference, 0.3)]
    [InlineData(DisparityKind.Ratio, 0.4)]
    [InlineData(DisparityKind.Lowest, 0.2)]
    [InlineData(DisparityKind.Highest, 0.5)]
    public void Interval_OfGroupsThatDiffer_HasTheTruthAsOftenAsItSays(object kind, double truth)
    {
        var covered = 0;
        for (var seed = 0; seed < 200; seed++)
        {
            var interval = Interval(Draw(seed, [(150, 0.2), (100, 0.5), (120, 0.35)]), (DisparityKind)kind);
            covered += truth >= interval.Low && truth <= interval.High ? 1 : 0;
        }

        covered.ShouldBeGreaterThanOrEqualTo(190 - (int)(2.5 * Math.Sqrt(200 * 0.05 * 0.95)));
    }

    [Fact]
    public void Difference_OfTwoLargeGroupsThatDiffer_IsSurelySo()
    {
        var interval = Interval(Draw(1, [(2000, 0.2), (2000, 0.5)]), DisparityKind.Difference);

        interval.Low.ShouldBeInRange(0.24, 0.29);
        interval.High.ShouldBeInRange(0.31, 0.36);
    }

    /// <summary>No resample of a share of 0 is anything else.</summary>
    [Fact]
    public void Share_OfNoRow_IsNotForSureZero()
    {
        var metric = Draw(1, [(30, 0), (30, 0)]);

        Interval(metric, DisparityKind.Difference).High.ShouldBeGreaterThan(0.02);
        Interval(metric, DisparityKind.Highest).High.ShouldBeGreaterThan(0.02);
    }

    [Fact]
    public void Interval_WithoutResamples_IsAllThatCanBe()
    {
        var metric = Draw(1, [(30, 0.5), (30, 0.5)]) with { Resampled = null };

        Interval(metric, DisparityKind.Difference).ShouldBe(new ConfidenceInterval(0, 1));
        Interval(metric, DisparityKind.Ratio).ShouldBe(new ConfidenceInterval(0, 1));
    }

    private static ConfidenceInterval Interval(ContrastedMetric metric, DisparityKind kind) =>
        GroupContrasts.Of([metric], kind, DisparityMethod.BetweenGroups, DisparityAggregate.WorstCase, 0.95);

    /// <summary>Groups of so many rows, each of which is selected with a probability, and 400 resamples of them.</summary>
    private static ContrastedMetric Draw(int seed, IEnumerable<(int Rows, double Probability)> groups)
    {
        var (random, all) = (new SeededRandom(seed, 5), groups.ToList());
        double[] values = [.. all.Select(x => Selected(ref random, x.Rows, x.Probability))];
        var resampled = new double[values.Length][];
        for (var group = 0; group < resampled.Length; group++)
        {
            resampled[group] = new double[400];
            for (var i = 0; i < 400; i++)
                resampled[group][i] = Selected(ref random, all[group].Rows, values[group]);
        }

        return new ContrastedMetric
        {
            Metric = Share,
            Values = values,
            Samples = [.. all.Select(x => (double)x.Rows)],
            Resampled = resampled,
            Overall = values.Average(),
            OverallResampled = new double[400],
            OverallSamples = all.Sum(x => x.Rows),
        };
    }

    private static double Selected(ref SeededRandom random, int rows, double probability)
    {
        var selected = 0;
        for (var i = 0; i < rows; i++)
            selected += random.Below(1 << 20) < probability * (1 << 20) ? 1 : 0;
        return (double)selected / rows;
    }
}
