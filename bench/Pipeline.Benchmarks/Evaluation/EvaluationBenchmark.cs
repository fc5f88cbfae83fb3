using System.Diagnostics;
using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Evaluation.Metrics;
using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Benchmarks.Evaluation;

/// <summary>What the intervals of metrics cost, against the rows and resamples that an evaluation has by default.</summary>
internal sealed class EvaluationBenchmark(int rows, int runs)
{
    private const int WarmUps = 3;

    private static readonly MetricCatalog Metrics = new(StandardMetrics.All);

    private readonly IMetric _auc = Metrics.Find(ModelTask.BinaryClassification, "roc_auc")!;
    private readonly double[] _truth = new double[rows];
    private readonly double[] _ours = new double[rows];
    private readonly double[] _theirs = new double[rows];

    public static Benchmark Entry { get; } = new(
        "evaluation",
        "1,000 resamples of metrics on 6,500 rows",
        (output, cancellationToken) => new EvaluationBenchmark(rows: 6500, runs: 10).RunAsync(output, cancellationToken));

    public async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        Fill();
        var options = new BootstrapOptions();
        var (ours, theirs) = (Answered(_ours), Answered(_theirs));
        int[] all = [.. Enumerable.Range(0, rows)];
        var sensor = new MetricSensor(ModelTask.BinaryClassification, options, Metrics, cancellationToken);
        var alone = Sample.Of(null, _truth, all, ours);
        var both = Sample.Of(null, _truth, all, ours, theirs);
        var champion = new Criterion.NoWorseThan("champion");
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"evaluation: {options.Resamples} resamples of {rows} rows, {Environment.ProcessorCount} threads, {runs} runs"));
        await output.WriteLineAsync();
        await output.WriteLineAsync(Timings.Header);
        await output.WriteLineAsync(Measure("roc_auc", () => OfAuc(alone, options, cancellationToken)));
        await output.WriteLineAsync(Measure(
            "roc_auc, one thread", () => OfAuc(alone, options with { Threads = 1 }, cancellationToken)));
        await output.WriteLineAsync(Measure("every metric", () => sensor.Measure(alone, 0.95)));
        await output.WriteLineAsync(Measure("roc_auc against a champion", () => sensor.Compare(_auc, both, champion)));
    }

    private static Answers Answered(double[] probabilities) => new([probabilities], DecisionRule.Threshold.Usual);

    private void OfAuc(Sample sample, BootstrapOptions options, CancellationToken cancellationToken)
    {
        var scored = sample.First();
        var statistic = _auc.On(scored);
        var resampled = Statistics.Bootstrap.Run(
            scored.Count, 1, (weights, values) => values[0] = statistic(weights), options, cancellationToken);
        PercentileInterval.Of(resampled.Of(0), 0.95, 0, 1);
    }

    private string Measure(string name, Action work)
    {
        var timings = new Timings(name);
        for (var run = -WarmUps; run < runs; run++)
        {
            var begin = Stopwatch.GetTimestamp();
            work();
            if (run >= 0)
                timings.Add(Stopwatch.GetElapsedTime(begin));
        }

        return timings.ToString();
    }

    /// <summary>A quarter of the rows is positive; two models rank them about as well as each other.</summary>
    private void Fill()
    {
        var random = new SeededRandom(seed: 1, stream: 0);
        for (var i = 0; i < rows; i++)
        {
            _truth[i] = random.Below(4) == 0 ? 1 : 0;
            var signal = _truth[i] > 0 ? 300_000 : 0;
            _ours[i] = (signal + random.Below(700_000)) / 1e6;
            _theirs[i] = (signal + random.Below(700_000)) / 1e6;
        }
    }
}
