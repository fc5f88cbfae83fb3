using System.Diagnostics;
using System.Globalization;
using Pipeline.Core.Progress;
using Pipeline.MLNet;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.Benchmarks.Training;

/// <summary>How long each trainer takes on public datasets, and how good its model is beside what was recorded.</summary>
internal sealed class TrainingBenchmark(TextWriter output, string folder)
{
    private const int SingleRows = 20_000;

    public static Benchmark Entry { get; } = new(
        "training",
        "every trainer on adult, taxi, penguins and corefx-issues, beside the recorded figures",
        (output, cancellationToken) => Workspace.UseTemporaryAsync(
            folder => new TrainingBenchmark(output, folder).RunAsync(cancellationToken)));

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Path.GetDirectoryName(SharedData.File("adult.csv"))))
        {
            await output.WriteLineAsync($"training: skipped, because there is no '{SharedData.File("adult.csv")}'");
            return;
        }

        foreach (var data in ReferenceData.All)
            await MeasureAsync(data, cancellationToken);
        var (adult, test) = await ReferenceData.All[0].ReadAsync(folder, cancellationToken);
        await MeasureOneRowAsync(adult, test, cancellationToken);
    }

    private async Task MeasureAsync(ReferenceData data, CancellationToken cancellationToken)
    {
        var (set, test) = await data.ReadAsync(folder, cancellationToken);
        await output.WriteLineAsync(
            $"""

            {data.Name}: {set.Rows.RowCount} rows, tested on {test.RowCount}; seconds of the first and the second training
            {"",-26}{data.Metric,10}{"recorded",10}{"first s",9}{"s",7}
            """);
        foreach (var trainer in MLNetTrainers.All(TimeProvider.System).Where(x => x.Tasks.Contains(set.Task)))
        {
            var began = Stopwatch.GetTimestamp();
            var trained = trainer.Train(Request(set), new Progress<StepEvent>(), cancellationToken);
            var first = Stopwatch.GetElapsedTime(began).TotalSeconds;
            if (!trained.TryGet(out _))
            {
                await output.WriteLineAsync($"{trainer.Name,-26}  {trained.Problems[0].Message}");
                continue;
            }

            began = Stopwatch.GetTimestamp();
            var artifact = trainer.Train(Request(set), new Progress<StepEvent>(), cancellationToken).OrThrow().Artifact;
            var second = Stopwatch.GetElapsedTime(began).TotalSeconds;
            using var predictor = new MLNetFlavor().Load(artifact);
            var recorded = data.Recorded.TryGetValue(trainer.Name, out var score) ? Text(score, "0.0000") : "";
            await output.WriteLineAsync(
                $"{trainer.Name,-26}{Text(data.Score(predictor, test, cancellationToken), "0.0000"),10}{recorded,10}"
                + $"{Text(first, "0.00"),9}{Text(second, "0.00"),7}");
        }
    }

    private async Task MeasureOneRowAsync(TrainingSet set, Table test, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync($"\none row in process, {SingleRows} times after as many to warm up\n{Latencies.Header}");
        foreach (var trainer in MLNetTrainers.All(TimeProvider.System).Where(x => x.Tasks.Contains(set.Task)))
        {
            var artifact = trainer.Train(Request(set), new Progress<StepEvent>(), cancellationToken).OrThrow().Artifact;
            using var predictor = new MLNetFlavor().Load(artifact);
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

    private static TrainingRequest Request(TrainingSet set) => new() { Set = set, Seed = 7 };

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
