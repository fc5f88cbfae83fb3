using System.Collections.Immutable;
using Pipeline.Core.Checks;
using Pipeline.Evaluation.Metrics;
using Pipeline.Evaluation.Slices;
using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Gates;

/// <summary>How often judging is right where the truth is known.</summary>
/// <param name="seed">What chance begins with.</param>
/// <param name="cancellationToken">Ends it between two samples.</param>
internal sealed class JudgingSimulation(int seed, CancellationToken cancellationToken)
{
    private const double Noise = 0.7;
    private const double Limit = 0.8;

    private static readonly MetricCatalog Metrics = new(StandardMetrics.All);

    /// <summary>
    /// Two models that are as good as each other, each by its own noise: the share of samples whose 95 % interval of the
    /// difference has zero, and the share whose p-value is below 0.05. Right are 0.95 and 0.05.
    /// </summary>
    /// <param name="metric">What is compared.</param>
    /// <param name="samples">How many samples.</param>
    /// <param name="rows">How many rows each has.</param>
    public (double Covered, double Rejected) Compare(string metric, int samples, int rows)
    {
        var found = Metrics.Find(ModelTask.BinaryClassification, metric)!;
        var (covered, rejected) = (new bool[samples], new bool[samples]);
        Parallel.For(0, samples, new ParallelOptions { CancellationToken = cancellationToken }, sample =>
        {
            var random = new SeededRandom(seed, sample);
            var (truth, ours, theirs) = (new double[rows], new double[rows], new double[rows]);
            for (var row = 0; row < rows; row++)
            {
                var score = (1.5 * NormalFrom(ref random)) - 0.8;
                truth[row] = Uniform(ref random) < Logistic(score) ? 1 : 0;
                ours[row] = Logistic(score + (Noise * NormalFrom(ref random)));
                theirs[row] = Logistic(score + (Noise * NormalFrom(ref random)));
            }

            var sensor = new MetricSensor(
                ModelTask.BinaryClassification,
                new BootstrapOptions { Resamples = 500, Seed = sample, Threads = 1 },
                Metrics,
                cancellationToken);
            int[] all = [.. Enumerable.Range(0, rows)];
            var both = Sample.Of(null, truth, all, Answered(ours), Answered(theirs));
            var comparison = sensor.Compare(found, both, new Criterion.NoWorseThan("v1")).Comparison!;
            covered[sample] = comparison.Difference!.Low <= 0 && comparison.Difference.High >= 0;
            rejected[sample] = comparison.PValue < 0.05;
        });
        return (Share(covered), Share(rejected));
    }

    /// <summary>
    /// The mean share of false ones among the groups that are said to be below the limit, where most are just at it; right is at
    /// most 0.05.
    /// </summary>
    /// <param name="metric">"accuracy", which has a test of its own, or one that is left to the bootstrap.</param>
    /// <param name="runs">How many times.</param>
    /// <param name="rows">How many rows a group has.</param>
    /// <param name="good">How many groups are at the limit.</param>
    /// <param name="bad">How many are far below it.</param>
    public (double FalseDiscoveries, double Found) Discover(string metric, int runs, int rows, int good, int bad)
    {
        var gate = new MetricGate { Name = metric, WorstOf = ["region"], Criterion = new Criterion.AtLeast(Limit) };
        var (found, judge) = (
            Metrics.Find(ModelTask.BinaryClassification, metric)!, new WorstOf(gate, 0.95, isExact: metric == "accuracy"));
        var (shares, powers) = (new double[runs], new double[runs]);
        Parallel.For(0, runs, new ParallelOptions { CancellationToken = cancellationToken }, run =>
        {
            var random = new SeededRandom(seed, run);
            var groups = new List<TestedGroup>();
            for (var group = 0; group < good + bad; group++)
                groups.Add(Drawn(found, rows, group < good ? Limit : Limit - 0.2, ref random));
            var adjusted = judge.Adjusted(found, groups);
            var said = adjusted.Index().Where(x => x.Item <= 0.05).Select(x => x.Index).ToList();
            shares[run] = said.Count == 0 ? 0 : said.Count(x => x < good) / (double)said.Count;
            powers[run] = bad == 0 ? 0 : said.Count(x => x >= good) / (double)bad;
        });
        return (shares.Average(), powers.Average());
    }

    /// <summary>
    /// Rows of which a share is answered rightly, whatever their class: then accuracy and balanced accuracy are this share.
    /// </summary>
    private TestedGroup Drawn(IMetric metric, int rows, double share, ref SeededRandom random)
    {
        var (truth, answers) = (new double[rows], new double[rows]);
        for (var row = 0; row < rows; row++)
        {
            truth[row] = random.Below(2);
            answers[row] = Uniform(ref random) < share ? truth[row] : 1 - truth[row];
        }

        var options = new BootstrapOptions { Resamples = 1000, Seed = random.Below(int.MaxValue), Threads = 1 };
        var sensor = new MetricSensor(ModelTask.BinaryClassification, options, Metrics, cancellationToken);
        int[] all = [.. Enumerable.Range(0, rows)];
        var sample = Sample.Of("region=x", truth, all, Answered(answers));
        var part = sensor.Measure(sample, [new SamplePart("region=x", sample.First(), null, [metric])], 0.95)[0];
        return new TestedGroup(new SliceGroup("region", "x", all), part.Measurements[0], part.Resampled(0));
    }

    private static Answers Answered(double[] probabilities) =>
        new([probabilities.ToImmutableArray()], DecisionRule.Threshold.Usual);

    private static double Share(bool[] held) => held.Count(x => x) / (double)held.Length;

    private static double Logistic(double score) => 1 / (1 + Math.Exp(-score));

    private static double NormalFrom(ref SeededRandom random) =>
        MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, Uniform(ref random));

    /// <summary>Above 0 and below 1.</summary>
    private static double Uniform(ref SeededRandom random) => ((random.Next() >> 11) + 0.5) * (1.0 / (1UL << 53));
}
