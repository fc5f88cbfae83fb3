using System.Diagnostics;
using System.Globalization;
using Pipeline.Core.Progress;
using Pipeline.MLNet;
using Pipeline.Models;
using Pipeline.Models.Features;
using Pipeline.Models.Tables;

namespace Pipeline.Benchmarks.Training;

/// <summary>
/// What texts cost in time and memory, for training and for one row, and what bits of a hash cost and give for a category of many
/// values.
/// </summary>
internal sealed class FeaturesBenchmark
{
    private const int SingleRows = 2_000;
    private const int HashedRows = 40_000;
    private const int Zips = 5_000;

    private static readonly string[] TextTrainers =
        ["sdca-logistic-regression", "lbfgs-logistic-regression", "light-gbm", "naive-bayes"];

    private static readonly string[] HashTrainers = ["fast-tree", "light-gbm", "sdca-logistic-regression"];

    public static Benchmark Entry { get; } = new(
        "features", "texts, and hashed categories: time, memory and quality", RunAsync);

    private static async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var file = SharedData.File("corefx-issues.tsv");
        if (!File.Exists(file))
        {
            await output.WriteLineAsync($"features: the texts are skipped, because there is no '{file}'");
        }
        else
        {
            var (training, test) = Corefx.Read(file);
            await output.WriteLineAsync(
                $"texts: {training.RowCount} issues with title and description, tested on {test.RowCount}\n\n"
                + $"{"",-26}{"accuracy",9}{"slots",8}{"s",7}{"MiB",7}{"model MiB",11}\n");
            foreach (var name in TextTrainers)
                await output.WriteLineAsync(MeasureTexts(name, training, test, cancellationToken));
            await MeasureOneRowAsync(output, training, test, cancellationToken);
        }

        await output.WriteLineAsync(
            $"\nhashes: {HashedRows} rows, a category of {Zips} values, each with an effect of its own\n\n"
            + $"{"",-26}{"bits",6}{"AUC",8}{"s",7}{"MiB",7}\n");
        foreach (var name in HashTrainers)
        {
            foreach (var bits in (int?[])[null, 8, 10, 12, 14, 16])
                await output.WriteLineAsync(MeasureHash(name, bits, cancellationToken));
        }
    }

    private static string MeasureTexts(string name, Table training, Table test, CancellationToken cancellationToken)
    {
        var set = Corefx.Set(training);
        var (trained, seconds, memory) = Train(name, set, cancellationToken);
        using var predictor = new MLNetFlavor().Load(trained.Artifact);
        var (form, scored) = (new AnswerForm(predictor.Signature), predictor.Score(test, cancellationToken));
        var accuracy = Enumerable.Range(0, test.RowCount).Average(row =>
            form.Label([.. scored.Columns.Select(x => ((NumberColumn)x).Values[row])]) == test["Area"].Text(row) ? 1.0 : 0);
        var size = trained.Artifact.Files.Values.Sum(bytes => bytes.Length) / (double)(1 << 20);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-26}{accuracy,9:0.0000}{trained.Features.Sum(feature => feature.Slots),8}{seconds,7:0.0}{memory,7:0}")
            + string.Create(CultureInfo.InvariantCulture, $"{size,11:0.0}");
    }

    private static async Task MeasureOneRowAsync(
        TextWriter output, Table training, Table test, CancellationToken cancellationToken)
    {
        var trained = Train("naive-bayes", Corefx.Set(training), cancellationToken).Model;
        using var predictor = new MLNetFlavor().Load(trained.Artifact);
        var row = new FeatureRow(predictor.Signature);
        row.Fill(test, 0);
        var answers = new double[predictor.Signature.Outputs.Count];
        await output.WriteLineAsync($"\none issue in process, {SingleRows} times after as many to warm up\n{Latencies.Header}");
        var latencies = new Latencies("naive-bayes", SingleRows);
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

    /// <param name="name">Of the trainer.</param>
    /// <param name="bits">Of the hash; null for an indicator of each value.</param>
    /// <param name="cancellationToken">Ends the reading of rows.</param>
    private static string MeasureHash(string name, int? bits, CancellationToken cancellationToken)
    {
        var (training, test) = (Rows(seed: 1), Rows(seed: 2));
        var wish = bits is null ? new FeatureSpec { As = FeatureKind.OneHot } : new FeatureSpec { Bits = bits };
        var set = new TrainingSet
        {
            Rows = training,
            Task = ModelTask.BinaryClassification,
            Label = "y",
            Positive = "yes",
            Features = new FeatureWishes { Columns = new Dictionary<string, FeatureSpec> { ["zip"] = wish } },
        };
        var (trained, seconds, memory) = Train(name, set, cancellationToken);
        using var predictor = new MLNetFlavor().Load(trained.Artifact);
        var truth = TaskKind.Of(predictor.Signature.Task).Read(test["y"], predictor.Signature.Label).Value;
        var auc = BinaryFigures.Of(
            ((NumberColumn)predictor.Score(test, cancellationToken)[ModelOutputs.Probability]).Values,
            [.. truth.Values.Select(x => x > 0)]).RocAuc;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-26}{(bits is null ? "all" : $"{bits}"),6}{auc,8:0.0000}{seconds,7:0.0}{memory,7:0}");
    }

    private static (TrainedModel Model, double Seconds, double MiB) Train(
        string name, TrainingSet set, CancellationToken cancellationToken)
    {
        GC.Collect();
        var before = Memory("VmRSS:");
        // Linux then begins anew to watch how much there is at most.
        File.WriteAllText("/proc/self/clear_refs", "5");
        var began = Stopwatch.GetTimestamp();
        var trained = MLNetTrainers.All(TimeProvider.System).Single(trainer => trainer.Name == name)
            .Train(new TrainingRequest { Set = set, Seed = 7 }, new Progress<StepEvent>(), cancellationToken).OrThrow();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return (trained, seconds, Memory("VmHWM:") - before);
    }

    /// <summary>In MiB, of this process: what it has now, or had at most.</summary>
    private static double Memory(string figure) => int.Parse(
        File.ReadLines("/proc/self/status").Single(line => line.StartsWith(figure, StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Trim(figure.ToCharArray()),
        CultureInfo.InvariantCulture) / 1024.0;

    private static Table Rows(int seed)
    {
        var (effects, random) = (new Random(77), new Random(seed));
        double[] effect = [.. Enumerable.Range(0, Zips).Select(_ => effects.NextDouble() * 4)];
        var (zip, age, y) = (new CategoryColumnBuilder("zip"), new NumberColumnBuilder("age"), new CategoryColumnBuilder("y"));
        for (var i = 0; i < HashedRows; i++)
        {
            // Some are frequent and many are rare, as in real lists of codes.
            var code = (int)(Zips * Math.Pow(random.NextDouble(), 3));
            var years = random.NextDouble();
            zip.Append(string.Create(CultureInfo.InvariantCulture, $"{code:00000}"));
            age.Append(years);
            y.Append(effect[code] + years + (random.NextDouble() * 2) > 3.5 ? "yes" : "no");
        }

        return new Table(zip.Build(), age.Build(), y.Build());
    }
}
