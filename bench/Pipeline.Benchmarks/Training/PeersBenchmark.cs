using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Pipeline.Core.Progress;
using Pipeline.Data;
using Pipeline.Data.Schemas;
using Pipeline.Manifest;
using Pipeline.MLNet;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Training;

namespace Pipeline.Benchmarks.Training;

/// <summary>
/// LightGBM through the toolkit, from a file to a model, beside XGBoost and scikit-learn's histogram boosting at equal trees,
/// leaves and rate, on the same rows and with two threads each.
/// </summary>
internal sealed class PeersBenchmark(TextWriter output, string folder)
{
    private const int Every = 5;
    private const int Trees = 100;
    private const int Leaves = 31;
    private const string Rate = "0.1";
    private const double Megabyte = 1e6;

    private static readonly string[] Peers = ["xgboost", "hist"];

    public static Benchmark Entry { get; } = new(
        "peers",
        "light-gbm on adult and on a million generated rows, beside XGBoost and scikit-learn",
        (output, cancellationToken) => Workspace.UseTemporaryAsync(
            folder => new PeersBenchmark(output, folder).RunAsync(cancellationToken)));

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await output.WriteLineAsync(
            $"peers: {Trees} trees of {Leaves} leaves, rate {Rate}; seconds, MB at the peak");
        if (File.Exists(SharedData.File("adult.csv")))
            await CompareAsync("adult", SharedData.File("adult.csv"), Adult.Label, repeats: 5, cancellationToken);
        var generated = Path.Combine(folder, "generated.csv");
        var rows = new GeneratedRows(seed: 7);
        rows.Write(generated, 1_000_000);
        await CompareAsync("generated", generated, GeneratedRows.Label, repeats: 1, cancellationToken);
    }

    private async Task CompareAsync(string name, string path, string label, int repeats, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync($"\n{name,-22}{"read",8}{"encode",8}{"trees",8}{"all",8}{"AUC",8}{"peak",8}");
        var ours = new List<PeerFigures>();
        for (var run = 0; run <= repeats; run++)
        {
            ours.Add(await OursAsync(path, label, cancellationToken));
            // The first of a process also compiles it.
            if (run == 0)
                await WriteAsync("light-gbm, first", ours[0]);
        }

        await WriteAsync("light-gbm", Median(ours.Skip(repeats > 0 ? 1 : 0)));
        foreach (var peer in Peers)
        {
            var runs = new List<PeerFigures>();
            for (var run = 0; run < repeats; run++)
                runs.Add(await TheirsAsync(peer, path, label, cancellationToken));
            await WriteAsync(peer, Median(runs));
        }
    }

    private async Task<PeerFigures> OursAsync(string path, string label, CancellationToken cancellationToken)
    {
        var (read, set, test) = await ReadAsync(path, label, cancellationToken);
        // What reading left goes first: a build that trains has nothing else in its memory.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var (one, _) = Train(set, trees: 1, cancellationToken);
        var (all, artifact) = Train(set, Trees, cancellationToken);
        using var predictor = new MLNetFlavor().Load(artifact);
        var truth = TaskKind.Of(set.Task).Read(test[label], predictor.Signature.Label).Value;
        var figures = BinaryFigures.Of(
            ((NumberColumn)predictor.Score(test, cancellationToken)[ModelOutputs.Probability]).Values,
            [.. truth.Values.Select(x => x > 0)]);
        return new PeerFigures("", read, one, all - one, figures.RocAuc, Process.GetCurrentProcess().PeakWorkingSet64);
    }

    private async Task<(double Seconds, TrainingSet Train, Table Test)> ReadAsync(
        string path, string label, CancellationToken cancellationToken)
    {
        var request = new DatasetRequest
        {
            Manifest = ManifestReader.Read(
                $$"""
                pipeline: 1
                name: generated
                task: binary-classification
                owner: us
                description: Generated.
                data:
                  path: {{Path.GetFileName(path)}}
                  label: {column: "{{label}}", positive: "1"}
                  missing-values: [""]
                  split: {by: random, seed: 1, test: 0.2}
                """,
                "model.yml",
                ManifestSchema.Model(DataSection.Registration)).OrThrow(),
            Folder = Path.GetDirectoryName(path)!,
            TemporaryFolder = folder,
        };
        var progress = new Progress<StepEvent>();
        var document = (await DatasetValidator.ValidateAsync(request, progress, cancellationToken)).OrThrow();
        var began = Stopwatch.GetTimestamp();
        var data = (await DatasetLoader.LoadAsync(request, document, progress, cancellationToken)).OrThrow();
        var read = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var table = data.Rows.Keep([.. data.Features, data.Label]);
        var sides = Enumerable.Range(0, table.RowCount).ToLookup(row => row % Every == Every - 1);
        var (train, test) = (table.Select([.. sides[false]]), table.Select([.. sides[true]]));
        return (read, data.TrainingSet() with { Rows = train }, test);
    }

    private static (double Seconds, ModelArtifact Artifact) Train(TrainingSet set, int trees, CancellationToken cancellationToken)
    {
        var trainer = MLNetTrainers.All(TimeProvider.System).Single(x => x.Name == "light-gbm");
        var request = new TrainingRequest
        {
            Set = set,
            Options = Options(trainer.Options, trees),
            Seed = 7,
        };
        var began = Stopwatch.GetTimestamp();
        var artifact = trainer.Train(request, new Progress<StepEvent>(), cancellationToken).OrThrow().Artifact;
        return (Stopwatch.GetElapsedTime(began).TotalSeconds, artifact);
    }

    /// <summary>As a manifest would have them: the record is the trainer's own.</summary>
    private static object Options(Type record, int trees) => ManifestReader.Read(
        $$"""
        pipeline: 1
        name: generated
        task: binary-classification
        owner: us
        description: Generated.
        training:
          trainer: light-gbm
          options: {trees: {{trees}}, leaves: {{Leaves}}, learning-rate: {{Rate}} }
        """,
        "model.yml",
        ManifestSchema.Model(TrainingSection.Registration)).OrThrow().Get<TrainingSection>().Options!.Bind(record).OrThrow();

    private static async Task<PeerFigures> TheirsAsync(
        string peer, string path, string label, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardOutput = true };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "Training", "peers.py"), path, label, "1", $"{Every}", $"{Trees}", $"{Leaves}",
            Rate, peer,
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var python = Process.Start(start)!;
        var text = await python.StandardOutput.ReadToEndAsync(cancellationToken);
        await python.WaitForExitAsync(cancellationToken);
        return python.ExitCode == 0
            ? JsonSerializer.Deserialize<PeerFigures>(text, JsonSerializerOptions.Web)!
            : throw new CommandFailedException(
                "python3", python.ExitCode, "Debian's python3-pandas, python3-sklearn and python3-xgboost are needed.");
    }

    private Task WriteAsync(string name, PeerFigures figures) => output.WriteLineAsync(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-22}{figures.Read,8:0.00}{figures.Encode,8:0.00}{figures.Train,8:0.00}"
        + $"{figures.Read + figures.Encode + figures.Train,8:0.00}{figures.Auc,8:0.0000}{figures.Peak / Megabyte,8:0}"));

    private static PeerFigures Median(IEnumerable<PeerFigures> runs)
    {
        var all = runs.OrderBy(run => run.Encode + run.Train).ToList();
        return all[all.Count / 2];
    }
}

/// <param name="Peer">Whose.</param>
/// <param name="Read">From the file to memory.</param>
/// <param name="Encode">To what the trees are grown on; ours with one tree, the measure of the fit and the saved model.</param>
/// <param name="Train">Growing the trees.</param>
/// <param name="Auc">On the test rows.</param>
/// <param name="Peak">Bytes, of the process.</param>
internal sealed record PeerFigures(string Peer, double Read, double Encode, double Train, double Auc, double Peak);
