using MathNet.Numerics.Distributions;
using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Metrics;

/// <summary>
/// Rows from a known law, of which a model sees a part: customers differ from each other, in what the model sees and in what it
/// does not, so that rows of one are alike. Where each customer has one row, rows are independent.
/// </summary>
/// <param name="Truth">By row, whether it is positive.</param>
/// <param name="Probabilities">By row, what the model answers.</param>
/// <param name="Customers">By row.</param>
internal sealed record SyntheticRows(
    IReadOnlyList<bool> Truth, IReadOnlyList<double> Probabilities, IReadOnlyList<UInt128> Customers)
{
    private const double Intercept = -0.8;
    private const double Slope = 1.5;
    private const double Shared = 0.8;

    private static readonly MetricCatalog Metrics = new(StandardMetrics.All);

    /// <param name="random">What chance begins with.</param>
    /// <param name="customers">How many.</param>
    /// <param name="mostRows">A customer has from one row to so many, each as likely.</param>
    public static SyntheticRows Draw(SeededRandom random, int customers, int mostRows)
    {
        var (truth, probabilities, groups) = (new List<bool>(), new List<double>(), new List<UInt128>());
        for (var customer = 0; customer < customers; customer++)
        {
            var (seen, unseen) = (NormalFrom(ref random), NormalFrom(ref random));
            for (var row = random.Below(mostRows); row >= 0; row--)
            {
                var feature = (Shared * seen) + (Math.Sqrt(1 - (Shared * Shared)) * NormalFrom(ref random));
                var score = Intercept + (Slope * feature);
                truth.Add(Uniform(ref random) < Logistic(score + unseen));
                probabilities.Add(Logistic(score));
                groups.Add((UInt128)(uint)customer);
            }
        }

        return new SyntheticRows(truth, probabilities, groups);
    }

    /// <summary>What a metric is over so many rows that chance hardly matters.</summary>
    public static IReadOnlyDictionary<string, double> LongRun(IEnumerable<string> metrics, int mostRows)
    {
        var rows = Draw(new SeededRandom(seed: 2, stream: 0), customers: 600_000 / (1 + mostRows), mostRows);
        var scored = new MetricRows(
            [.. rows.Truth.Select(x => x ? 1.0 : 0)], [[.. rows.Probabilities]], DecisionRule.Threshold.Usual);
        return metrics.ToDictionary(x => x, x => Metrics.Find(ModelTask.BinaryClassification, x)!.Of(scored));
    }

    /// <summary>The share of samples whose 95 % interval has the long run in it, by metric.</summary>
    /// <param name="plan">How samples are drawn.</param>
    /// <param name="cancellationToken">Ends it between two samples.</param>
    public static IReadOnlyDictionary<string, double> Coverage(CoveragePlan plan, CancellationToken cancellationToken) =>
        Coverage(plan, ["roc_auc", "accuracy", "log_loss", "f1"], cancellationToken);

    /// <param name="plan">How samples are drawn.</param>
    /// <param name="metrics">Of which.</param>
    /// <param name="cancellationToken">Ends it between two samples.</param>
    public static IReadOnlyDictionary<string, double> Coverage(
        CoveragePlan plan, IReadOnlyList<string> metrics, CancellationToken cancellationToken)
    {
        var truth = LongRun(metrics, plan.MostRows);
        var covered = metrics.ToDictionary(x => x, _ => new bool[plan.Samples]);
        var options = new ParallelOptions { CancellationToken = cancellationToken };
        Parallel.For(0, plan.Samples, options, sample =>
        {
            var rows = Draw(new SeededRandom(plan.Seed, sample), plan.Customers, plan.MostRows);
            var sensor = new MetricSensor(
                ModelTask.BinaryClassification,
                new BootstrapOptions { Resamples = plan.Resamples, Seed = sample, Threads = 1 },
                Metrics,
                cancellationToken);
            var answers = new Answers([rows.Probabilities], DecisionRule.Threshold.Usual);
            int[] all = [.. Enumerable.Range(0, rows.Truth.Count)];
            double[] numbers = [.. rows.Truth.Select(x => x ? 1.0 : 0)];
            var measured = sensor.Measure(
                Sample.Of(null, numbers, plan.DrawsCustomers ? rows.Customers : null, all, answers), 0.95);
            foreach (var (name, value) in truth)
            {
                var interval = measured.Single(x => x.Name == name).Interval!;
                covered[name][sample] = interval.Low <= value && value <= interval.High;
            }
        });
        return covered.ToDictionary(x => x.Key, x => x.Value.Count(y => y) / (double)plan.Samples);
    }

    private static double Logistic(double score) => 1 / (1 + Math.Exp(-score));

    private static double NormalFrom(ref SeededRandom random) => Normal.InvCDF(0, 1, Uniform(ref random));

    /// <summary>Above 0 and below 1.</summary>
    private static double Uniform(ref SeededRandom random) => ((random.Next() >> 11) + 0.5) * (1.0 / (1UL << 53));
}

/// <param name="Samples">How many samples are drawn.</param>
/// <param name="Customers">How many customers each has.</param>
/// <param name="MostRows">How many rows a customer has at most.</param>
/// <param name="DrawsCustomers">Resamples draw customers, not rows.</param>
internal sealed record CoveragePlan(int Samples, int Customers, int MostRows, bool DrawsCustomers)
{
    public int Resamples { get; init; } = 1000;

    public int Seed { get; init; } = 1;
}
