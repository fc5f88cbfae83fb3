using System.Globalization;
using static System.FormattableString;
using Pipeline.Core.Checks;
using Pipeline.Evaluation.Metrics;
using Pipeline.Models;
using Pipeline.Monitoring.Performance;
using Pipeline.Statistics;
using Pipeline.Statistics.Detectors;

namespace Pipeline.Benchmarks.Monitoring;

/// <summary>How near performance is estimated without outcomes, and how often intervals hold what it was.</summary>
internal static class EstimatesBenchmark
{
    private const int Windows = 400;

    private static readonly string[] Names = ["roc_auc", "log_loss", "accuracy", "f1", "precision", "recall"];
    private static readonly PerformanceOptions Options = new() { Resamples = 400 };

    public static Benchmark Entry { get; } = new(
        "estimates", "performance estimated without outcomes, against what it was", RunAsync);

    private static async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        await CoverAsync(output, cancellationToken);
        var path = Path.Combine(Path.GetDirectoryName(RepositoryRoot.Path.TrimEnd('/'))!, "shared", "data", "electricity.csv");
        await output.WriteLineAsync();
        if (!File.Exists(path))
        {
            await output.WriteLineAsync($"{path} is not there");
            return;
        }

        await ReplayAsync(path, output, cancellationToken);
    }

    private static async Task CoverAsync(TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync($"coverage of 95 % intervals of estimates, {Windows} windows; * is not 93 to 97 %");
        await output.WriteLineAsync("traffic has other scores than the rows that the model was judged by");
        await output.WriteLineAsync();
        await output.WriteLineAsync($"{"judged by, window",-20}{string.Concat(Names.Select(x => x.PadLeft(10)))}");
        foreach (var (judged, rows) in ((int, int)[])[(500, 500), (2000, 200), (2000, 2000), (10_000, 1000), (10_000, 20_000)])
        {
            var held = Enumerable.Range(0, Windows).AsParallel().WithDegreeOfParallelism(2).WithCancellation(cancellationToken)
                .Select(window => Held(judged, rows, window, cancellationToken)).ToList();
            var shares = Names.Select((_, place) => held.Average(x => x[place] ? 1.0 : 0));
            await output.WriteLineAsync($"{Invariant($"{judged:N0}, {rows:N0}"),-20}{string.Concat(shares.Select(Shown))}");
        }
    }

    private static string Shown(double share)
    {
        var text = (100 * share).ToString("0.0", CultureInfo.InvariantCulture);
        return (share is >= 0.93 and <= 0.97 ? $"{text} " : $"{text}*").PadLeft(10);
    }

    private static bool[] Held(int judged, int rows, int window, CancellationToken cancellationToken)
    {
        IReadOnlyList<IMetric> metrics = [.. Names.Select(name => StandardMetrics.All.First(metric =>
            metric.Task == ModelTask.BinaryClassification && metric.Name == name))];
        var (before, now) = (Rows(judged, 2 * window, x => x), Rows(rows, (2 * window) + 1, Math.Sqrt));
        var reference = ClassProbabilities.Find(before.Answers, before.Outcomes)!;
        var estimated = new ConfidenceEstimate(metrics, reference, Options with { Threads = 1 })
            .Measure(now, cancellationToken);
        var real = new MetricRows(now.Outcomes, [[.. now.Answers[0]]], now.Decision);
        return [.. estimated.Zip(metrics, (measured, metric) =>
            metric.Of(real) is var value && value >= measured.Interval!.Low && value <= measured.Interval.High)];
    }

    /// <summary>The model says too much: what it calls x is x (1 + x) / 2.</summary>
    private static PredictionRows Rows(int count, int seed, Func<double, double> score)
    {
        var random = new SeededRandom(seed, 0);
        var scores = Enumerable.Range(0, count).Select(_ => score(random.Unit())).ToArray();
        return new PredictionRows
        {
            Task = ModelTask.BinaryClassification,
            Label = new ModelLabel.TwoClasses("label", "yes", "no"),
            Decision = DecisionRule.Threshold.Usual,
            Times = new DateTimeOffset[count],
            Answers = [scores],
            Outcomes = [.. scores.Select(x => random.Unit() < x * (1 + x) / 2 ? 1.0 : 0)],
            Weights = [.. scores.Select(_ => 1.0)],
        };
    }

    private static async Task ReplayAsync(string path, TextWriter output, CancellationToken cancellationToken)
    {
        var replay = ElectricityReplay.Of(path, Options, StandardMetrics.All, cancellationToken);
        var monitor = new PerformanceMonitor(StandardMetrics.All, Options);
        var (readings, followed) = (new List<PerformanceReading>(), new List<PerformanceReading>());
        var recalibrated = replay.Reference;
        foreach (var window in replay.Windows)
        {
            readings.Add(monitor.Measure(window, replay.Reference, null, cancellationToken));
            followed.Add(monitor.Measure(window, recalibrated, null, cancellationToken));
            recalibrated = recalibrated.Recalibrate(window);
        }

        var before = replay.Reference.Measurements;
        await output.WriteLineAsync("electricity.csv in windows of four weeks; at the evaluation roc_auc was "
            + Invariant($"{Number(before, "roc_auc"):0.000}, accuracy {Number(before, "accuracy"):0.000}; estimated: as the"));
        await output.WriteLineAsync("evaluation has it, and recalibrated by the window before");
        await output.WriteLineAsync();
        await output.WriteLineAsync(
            $"{"from",-12}{"roc_auc",9}{"estimated",18}{"accuracy",10}{"estimated",18}{"calibration",13}");
        foreach (var ((window, reading), late) in replay.Windows.Zip(readings).Zip(followed))
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{window.Times[0],-12:yyyy-MM-dd}{Number(reading.Real, "roc_auc"),9:0.000}"
                + $"{Both("roc_auc", reading, late),18}{Number(reading.Real, "accuracy"),10:0.000}"
                + $"{Both("accuracy", reading, late),18}{(reading.IsCalibrationDrifted ? "drifted" : "well"),13}"));
        }

        await output.WriteLineAsync();
        foreach (var name in (string[])["roc_auc", "accuracy"])
        {
            var none = readings.Average(x => Math.Abs(Number(x.Real, name) - Number(before, name)));
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: off by {Apart(readings):0.000} on average as evaluated, {Apart(followed):0.000} recalibrated; "
                + $"the evaluation's value is by {none:0.000}"));

            double Apart(List<PerformanceReading> of) =>
                of.Average(x => Math.Abs(Number(x.Real, name) - Number(x.Estimated, $"estimated_{name}")));
        }

        var found = new ErrorWatch(replay.Reference);
        foreach (var change in replay.Windows.SelectMany(found.Add).Where(x => x.Change.IsIncrease)
            .Where(x => x.Change.Level == ChangeLevel.Change).DistinctBy(x => x.Detector))
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{change.Detector}: more errors since {change.Since:yyyy-MM-dd}, told on {change.Time:yyyy-MM-dd}"));
        }
    }

    private static string Both(string name, PerformanceReading first, PerformanceReading second) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Number(first.Estimated, $"estimated_{name}"):0.000}  {Number(second.Estimated, $"estimated_{name}"):0.000}");

    private static double Number(IReadOnlyList<Measurement> measured, string name) =>
        ((MeasuredValue.Number)measured.Single(x => x.Name == name).Value).Value;
}
