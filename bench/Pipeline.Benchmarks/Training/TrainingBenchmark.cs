using Pipeline.Core.Models;
using Pipeline.Core.Tables;
using Pipeline.MLNet;
using Pipeline.MLNet.Trainers;

namespace Pipeline.Benchmarks.Training;

/// <summary>How long fast-tree trains and scores on the Adult census rows, and how good it is on unseen ones.</summary>
internal sealed class TrainingBenchmark(string file, int runs)
{
    private static readonly (string Name, TrainerSetting[] Settings)[] Variants =
    [
        ("defaults", []),
        ("31 leaves, 0.1, 20 per leaf", [new("leaves", 31), new("learning-rate", 0.1), new("min-leaf", 20)]),
    ];

    public static Benchmark Entry { get; } = new(
        "training",
        "fast-tree on adult.csv: times, and quality beside the recorded one",
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
            $"training: {training.RowCount} rows, tested on {test.RowCount}; {runs} runs after one to warm up");
        foreach (var (name, settings) in Variants)
            await output.WriteLineAsync(Measure(name, settings, (training, test), cancellationToken));
    }

    private string Measure(
        string name, TrainerSetting[] settings, (Table Training, Table Test) rows, CancellationToken cancellationToken)
    {
        var trainer = new FastTreeTrainer(TimeProvider.System);
        var request = new TrainingRequest
        {
            Set = Adult.Set(rows.Training),
            Settings = TrainerSettings.Read(trainer.Options, settings).Value,
            Seed = 7,
        };
        var figures = new VariantTimings();
        for (var run = -1; run < runs; run++)
            figures.Add(isWarmUp: run < 0, trainer, request, rows.Test, cancellationToken);
        return $"\n{name}\n{figures}";
    }
}
