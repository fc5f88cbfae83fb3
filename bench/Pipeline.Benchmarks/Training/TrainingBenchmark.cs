using System.Diagnostics;
using System.Globalization;
using Pipeline.Core.Progress;
using Pipeline.MLNet;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.Benchmarks.Training;

/// <summary>How long each trainer takes on the Adult census rows, and how good its model is on unseen ones.</summary>
internal sealed class TrainingBenchmark(string file, int runs)
{
    private const int SingleRows = 20_000;

    // What ML.NET 5.0.0 was recorded to score on the same rows without this toolkit; LightGBM's with 100 rounds.
    private static readonly Dictionary<string, double> RecordedAuc = new()
    {
        ["fast-tree"] = 0.9293,
        ["light-gbm"] = 0.9266,
        ["fast-forest"] = 0.9099,
        ["lbfgs-logistic-regression"] = 0.9073,
        ["sdca-logistic-regression"] = 0.9077,
    };

    public static Benchmark Entry { get; } = new(
        "training",
        "every trainer on adult.csv: times, and quality beside the recorded one",
        (output, cancellationToken) =>
            new TrainingBenchmark(SharedData.File("adult.csv"), runs: 5).RunAsync(output, cancellationToken));

    public async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
        {
            await output.WriteLineAsync($"training: skipped, because there is no '{file}'");
            return;
        }

        var (training, test) = Adult.Read(file);
        await output.WriteLineAsync(
            $"""
            training: {training.RowCount} rows, tested on {test.RowCount}; the first of a process, then the median of {runs}

            {"",-26}{"AUC",8}{"recorded",10}{"AUPRC",8}{"log-loss",10}{"first s",9}{"s",7}
            """);
        foreach (var trainer in MLNetTrainers.All(TimeProvider.System))
            await output.WriteLineAsync(Measure(trainer, training, test, cancellationToken));
        await MeasureOneRowAsync(output, training, test, cancellationToken);
    }

    private string Measure(ITrainer trainer, Table training, Table test, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        ModelArtifact? artifact = null;
        for (var run = 0; run <= runs; run++)
        {
            var began = Stopwatch.GetTimestamp();
            artifact = Train(trainer, training, cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
        }

        using var predictor = new MLNetFlavor().Load(artifact!);
        var truth = TaskKind.Of(predictor.Signature.Task).Read(test[Adult.Label], predictor.Signature.Label).Value;
        var figures = BinaryFigures.Of(
            ((NumberColumn)predictor.Score(test, cancellationToken)[ModelOutputs.Probability]).Values,
            [.. truth.Values.Select(x => x > 0)]);
        var recorded = RecordedAuc.TryGetValue(trainer.Name, out var auc) ? Text(auc, "0.0000") : "";
        var median = times.Skip(1).Order().ElementAt(runs / 2);
        return $"{trainer.Name,-26}{Text(figures.RocAuc, "0.0000"),8}{recorded,10}{Text(figures.AveragePrecision, "0.0000"),8}"
            + $"{Text(figures.LogLoss, "0.0000"),10}{Text(times[0], "0.00"),9}{Text(median, "0.00"),7}";
    }

    private static async Task MeasureOneRowAsync(
        TextWriter output, Table training, Table test, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync($"\none row in process, {SingleRows} times after as many to warm up\n{Latencies.Header}");
        foreach (var trainer in MLNetTrainers.All(TimeProvider.System))
        {
            using var predictor = new MLNetFlavor().Load(Train(trainer, training, cancellationToken));
            var row = new FeatureRow(predictor.Signature);
            row.Fill(test, 0);
            var answers = new double[predictor.Signature.Outputs.Count];
            var latencies = new Latencies(trainer.Name, SingleRows);
            for (var pass = 0; pass < 2; pass++)
            {
                await latencies.MeasureAsync(() =>
                {
                    predictor.Score(row, answers);
                    return ValueTask.CompletedTask;
                });
            }

            await output.WriteLineAsync(latencies.ToString());
        }
    }

    private static ModelArtifact Train(ITrainer trainer, Table rows, CancellationToken cancellationToken)
    {
        var request = new TrainingRequest
        {
            Set = Adult.Set(rows),
            Seed = 7,
        };
        return trainer.Train(request, new Progress<StepEvent>(), cancellationToken).OrThrow().Artifact;
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
