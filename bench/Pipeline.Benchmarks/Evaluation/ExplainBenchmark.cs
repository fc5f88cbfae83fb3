using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Pipeline.Benchmarks.Training;
using Pipeline.Core.Identity;
using Pipeline.Core.Progress;
using Pipeline.Evaluation;
using Pipeline.Evaluation.Explanation;
using Pipeline.Evaluation.Metrics;
using Pipeline.Manifest;
using Pipeline.MLNet;
using Pipeline.Models;
using Pipeline.Models.Explanation;
using Pipeline.Models.Tables;

namespace Pipeline.Benchmarks.Evaluation;

/// <summary>
/// What attributions of Adult's rows cost by a model of 100 trees, beside XGBoost's own (<c>pred_contribs</c>) at equal trees and
/// leaves with two threads, and what the whole explanation of an evaluation does.
/// </summary>
internal sealed class ExplainBenchmark(TextWriter output)
{
    private const int Rows = 1_000;
    private const int BackgroundRows = 100;
    private const int Trees = 100;
    private const int Leaves = 31;
    private const int Runs = 7;
    private const double MillisecondsOfASecond = 1_000;

    public static Benchmark Entry { get; } = new(
        "explain",
        "attributions of 1,000 rows of adult by 100 trees, beside XGBoost",
        (output, cancellationToken) => new ExplainBenchmark(output).RunAsync(cancellationToken));

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var file = SharedData.File("adult.csv");
        var (training, test) = Adult.Read(file);
        var trainer = MLNetTrainers.All(TimeProvider.System).Single(one => one.Name == "light-gbm");
        var trained = trainer.Train(
            new TrainingRequest { Set = Adult.Set(training), Seed = 7 }, new Progress<StepEvent>(), cancellationToken).OrThrow();
        using var predictor = new MLNetFlavor().Load(trained.Artifact);
        var data = Data(training, test);
        var covers = Background.Count(predictor, data.Train, cancellationToken);
        var sample = new Background { Rows = Background.Sample(predictor.Signature, data.Train, BackgroundRows) };
        var rows = test.Select([.. Enumerable.Range(0, Rows)]);
        await output.WriteLineAsync(FormattableString.Invariant(
            $"explain: {Rows} rows of adult, {Trees} trees of {Leaves} leaves, {Environment.ProcessorCount} threads\n"));
        await output.WriteLineAsync(Timings.Header);
        var byPaths = Explainers.Of(predictor, covers)!;
        var byRows = Explainers.Of(predictor, sample, new ExplainerOptions { IsInterventional = true })!;
        await TellAsync("path-dependent", () => byPaths.Explain(rows, cancellationToken));
        await TellAsync($"interventional, {BackgroundRows} rows", () => byRows.Explain(rows, cancellationToken));
        await TellAsync("covers, from the rows", () => Background.Count(predictor, data.Train, cancellationToken));
        await TheirsAsync(file, cancellationToken);
        var request = Request(data, predictor);
        var judged = JudgedRows.Of(data, predictor, cancellationToken).OrThrow();
        var maker = new ExplanationMaker(request, judged, new ExplanationSpec());
        await TellAsync("explanation of an evaluation", () => maker.Make(StandardMetrics.All[0], 0.95, cancellationToken));
    }

    private async Task TellAsync(string name, Action work)
    {
        var timings = new Timings(name);
        for (var run = -1; run < Runs; run++)
        {
            var began = Stopwatch.GetTimestamp();
            work();
            if (run >= 0)
                timings.Add(Stopwatch.GetElapsedTime(began));
        }

        await output.WriteLineAsync(timings.ToString());
    }

    private async Task TheirsAsync(string file, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardOutput = true };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "Evaluation", "explain.py"), file, Adult.Label, $"{Trees}", $"{Leaves}",
            $"{Rows}", $"{Runs}",
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var python = Process.Start(start)!;
        var text = await python.StandardOutput.ReadToEndAsync(cancellationToken);
        await python.WaitForExitAsync(cancellationToken);
        if (python.ExitCode != 0)
        {
            throw new CommandFailedException(
                "python3", python.ExitCode, "Debian's python3-pandas, python3-sklearn and python3-xgboost are needed.");
        }

        foreach (var (name, seconds) in JsonSerializer.Deserialize<Dictionary<string, double[]>>(text)!)
        {
            var timings = new Timings(name);
            foreach (var one in seconds)
                timings.Add(TimeSpan.FromMilliseconds(one * MillisecondsOfASecond));
            await output.WriteLineAsync(timings.ToString());
        }
    }

    private static EvaluationRequest Request(LabelledData data, IPredictor predictor) => new()
    {
        Manifest = ManifestReader.Read(
            """
            pipeline: 1
            name: adult
            task: binary-classification
            owner: us
            description: Adult.
            evaluation: {}
            """,
            "model.yml",
            ManifestSchema.Model(EvaluationSection.Registration)).OrThrow(),
        Data = data,
        Predictor = predictor,
        Model = Digest.OfText("adult"),
        Metrics = StandardMetrics.All,
    };

    private static LabelledData Data(Table training, Table test)
    {
        var all = new Table(training.Columns.Select(column => Joined(column, test[column.Name])));
        return new LabelledData
        {
            Rows = all,
            Features = [.. all.Columns.Select(column => column.Name).Where(name => name != Adult.Label)],
            TrainIndexes = [.. Enumerable.Range(0, training.RowCount)],
            TestIndexes = [.. Enumerable.Range(training.RowCount, test.RowCount)],
            Identities = [.. Enumerable.Range(0, all.RowCount).Select(row => (UInt128)(ulong)(row * 2_654_435_761L))],
            Label = Adult.Label,
            Data = Digest.OfText("adult"),
            Split = Digest.OfText("every fifth"),
        };
    }

    private static Column Joined(Column first, Column second) => first is NumberColumn numbers
        ? new NumberColumn(first.Name, [.. numbers.Values, .. ((NumberColumn)second).Values])
        : new CategoryColumn(
            first.Name, [.. ((CategoryColumn)first).Codes, .. ((CategoryColumn)second).Codes], ((CategoryColumn)first).Domain);
}
