using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Evaluation;
using Pipeline.Evaluation.Metrics;
using Pipeline.Manifest;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;
using Pipeline.Statistics;

namespace Pipeline.Benchmarks.Evaluation;

/// <summary>
/// A whole evaluation of generated answers, and the intervals of the same metrics on the same rows by scikit-learn, with two
/// processes beside our two threads.
/// </summary>
internal sealed class JudgingBenchmark(TextWriter output, string folder)
{
    private const double Megabyte = 1e6;
    private const int Slices = 10;

    /// <summary>Thirteen metrics of the task, and seven more that gates ask for.</summary>
    private static readonly int[] OtherBins = [5, 15, 20, 25, 30, 40, 50];

    public static Benchmark Entry { get; } = new(
        "judging", "metrics of adult's size, and of a million rows, beside scikit-learn", (output, cancellationToken) =>
            Workspace.UseTemporaryAsync(folder => new JudgingBenchmark(output, folder).RunAsync(cancellationToken)));

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await output.WriteLineAsync($"judging: {Environment.ProcessorCount} threads; seconds, of all processors, MB at the peak");
        await output.WriteLineAsync($"{"",-46}{"seconds",10}{"CPU",10}{"peak",10}");
        var adult = Rows(6_512);
        await OursAsync("adult's size, 20 metrics, 10 slices, 2,000", adult, Slices, 2000, cancellationToken);
        var small = await OursAsync("adult's size, 13 metrics, 2,000", adult, 0, 2000, cancellationToken);
        await TheirsAsync("scikit-learn, the same", adult, 2000, 2000, small, cancellationToken);
        var million = Rows(1_000_000);
        var large = await OursAsync("a million rows, 13 metrics, 1,000", million, 0, 1000, cancellationToken);
        await OursAsync("a million rows, 20 metrics, 10 slices, 1,000", million, Slices, 1000, cancellationToken);
        await TheirsAsync("scikit-learn, 13 metrics, of 4 resamples", million, 4, 1000, large, cancellationToken);
    }

    private async Task<(double Cpu, EvaluationDocument Document)> OursAsync(
        string name, LabelledData data, int slices, int resamples, CancellationToken cancellationToken)
    {
        var gates = slices == 0 ? [] : OtherBins.Select(
            x => $"{{metric: expected_calibration_error, bins: {x}, at-most: 0.5}}");
        var manifest = ManifestReader.Read(
            $$"""
            pipeline: 1
            name: generated
            task: binary-classification
            owner: us
            description: Generated.
            evaluation:
              slices: [{{string.Join(", ", Enumerable.Range(0, slices).Select(x => $"s{x}"))}}]
              bootstrap: {resamples: {{resamples}} }
              gates: [{{string.Join(", ", gates)}}]
            """,
            "model.yml",
            ManifestSchema.Model(EvaluationSection.Registration)).OrThrow();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var (began, used) = (Stopwatch.GetTimestamp(), Used());
        var document = Evaluator.Evaluate(
            new EvaluationRequest
            {
                Manifest = manifest,
                Data = data,
                Predictor = new Answering(),
                Model = Digest.OfText("model"),
                Metrics = StandardMetrics.All,
            },
            cancellationToken).OrThrow();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var cpu = (Used() - used).TotalSeconds;
        await WriteAsync(name, seconds, cpu, Process.GetCurrentProcess().PeakWorkingSet64);
        return (cpu, document);
    }

    /// <param name="name">For the table.</param>
    /// <param name="data">The same rows.</param>
    /// <param name="resamples">How many are drawn.</param>
    /// <param name="asked">How many ours were of: time is scaled to so many.</param>
    /// <param name="ours">Our time and intervals.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private async Task TheirsAsync(
        string name,
        LabelledData data,
        int resamples,
        int asked,
        (double Cpu, EvaluationDocument Document) ours,
        CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, $"{data.Rows.RowCount}.bin");
        var truth = ((CategoryColumn)data.Rows["y"]).Codes.Select(x => (double)x);
        double[] values = [.. truth, .. ((NumberColumn)data.Rows["p"]).Values];
        await File.WriteAllBytesAsync(file, MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), cancellationToken);
        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardOutput = true };
        var script = Path.Combine(AppContext.BaseDirectory, "Evaluation", "judging.py");
        foreach (var argument in new[] { script, file, $"{resamples}" })
            start.ArgumentList.Add(argument);
        using var python = Process.Start(start)!;
        var text = await python.StandardOutput.ReadToEndAsync(cancellationToken);
        await python.WaitForExitAsync(cancellationToken);
        if (python.ExitCode != 0)
            throw new CommandFailedException("python3", python.ExitCode, "Debian's python3-sklearn is needed.");
        var theirs = JsonSerializer.Deserialize<JudgingFigures>(text, JsonSerializerOptions.Web)!;
        var seconds = theirs.Seconds * asked / resamples;
        var cpu = theirs.Cpu * asked / resamples;
        await WriteAsync(name, seconds, cpu, theirs.Peak);
        var furthest = ours.Document.Measurements.Where(x => resamples == asked && theirs.Intervals.ContainsKey(x.Name))
            .Select(x => (x.Name, Distance: Distance(x.Interval!, theirs.Intervals[x.Name]))).OrderBy(x => -x.Distance).ToList();
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"  ours takes 1 / {cpu / ours.Cpu:0} of the processors' time"));
        foreach (var (metric, far) in furthest.Take(1))
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"  ends differ most for {metric}, by {far:0.0 %} of its interval"));
        }
    }

    private static double Distance(ConfidenceInterval ours, double[] theirs) =>
        Math.Max(Math.Abs(ours.Low - theirs[0]), Math.Abs(ours.High - theirs[1])) / (theirs[1] - theirs[0]);

    private static TimeSpan Used() => Process.GetCurrentProcess().TotalProcessorTime;

    private Task WriteAsync(string name, double seconds, double cpu, double peak) => output.WriteLineAsync(string.Create(
        CultureInfo.InvariantCulture, $"{name,-46}{seconds,10:0.00}{cpu,10:0.00}{peak / Megabyte,10:0}"));

    /// <summary>A quarter is positive; ten columns cut the rows into 2 to 11 groups each.</summary>
    private static LabelledData Rows(int rows)
    {
        var random = new SeededRandom(seed: 1, stream: 0);
        var (codes, probabilities) = (new int[rows], new double[rows]);
        for (var row = 0; row < rows; row++)
        {
            codes[row] = random.Below(4) == 0 ? 1 : 0;
            probabilities[row] = ((codes[row] > 0 ? 300_000_000 : 0) + random.Below(700_000_000)) / 1e9;
        }

        List<Column> columns =
        [
            new CategoryColumn("y", [.. codes], new CategoryDomain("no", "yes")), new NumberColumn("p", [.. probabilities]),
        ];
        for (var slice = 0; slice < Slices; slice++)
        {
            var of = new int[rows];
            for (var row = 0; row < rows; row++)
                of[row] = random.Below(slice + 2);
            columns.Add(new CategoryColumn(
                $"s{slice}", [.. of], new CategoryDomain(Enumerable.Range(0, slice + 2).Select(x => $"{x}"))));
        }

        return new LabelledData
        {
            Rows = new Table(columns),
            Features = ["p"],
            Label = "y",
            Positive = "yes",
            TrainIndexes = [.. Enumerable.Range(0, rows / 10)],
            TestIndexes = [.. Enumerable.Range(0, rows)],
            Identities = [.. Enumerable.Range(0, rows).Select(x => (UInt128)(uint)x)],
            Data = Digest.OfText("data"),
            Split = Digest.OfText("split"),
        };
    }

    /// <summary>Answers with the column of probabilities.</summary>
    private sealed class Answering : IPredictor
    {
        public ModelSignature Signature { get; } = new()
        {
            Flavor = "generated",
            Task = ModelTask.BinaryClassification,
            Label = new ModelLabel.TwoClasses("y", "yes", "no"),
            Inputs = [new ModelInput("p", ColumnType.Number, MayBeMissing: false)],
            Outputs = [ModelOutputs.Probability],
        };

        public Table Score(Table rows, CancellationToken cancellationToken) =>
            new(((NumberColumn)rows["p"]).Rename(ModelOutputs.Probability));

        public void Score(FeatureRow row, Span<double> answers) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}

/// <param name="Seconds">Of the resamples.</param>
/// <param name="Cpu">Seconds of all processors for them, in both processes.</param>
/// <param name="Peak">Bytes, of the largest process.</param>
/// <param name="Intervals">By metric, both ends.</param>
internal sealed record JudgingFigures(double Seconds, double Cpu, double Peak, IReadOnlyDictionary<string, double[]> Intervals);
