using System.Diagnostics;
using System.Globalization;
using Pipeline.Benchmarks.Training;
using Pipeline.Models.Documents;

namespace Pipeline.Benchmarks.Search;

/// <summary>
/// What trials cost together: 50 of one size on all cores, beside 50 times one that has a core to itself, divided by cores.
/// Trainers use all cores by themselves where they can, so that one trial alone says little about what a core can do.
/// </summary>
internal static class SearchBenchmark
{
    private const int Trials = 50;
    private const int Single = 7;

    private static readonly (string Trainer, string Parameter)[] Trainers =
    [
        ("light-gbm", "booster.l2"), ("fast-tree", "learning-rate"), ("lbfgs-logistic-regression", "l2"),
    ];

    public static Benchmark Entry { get; } = new(
        "search",
        "50 trials on adult, beside 50 times one trial on one core divided by cores",
        RunAsync);

    /// <summary>A number for each trainer, of a process of its own that the other one starts on one core.</summary>
    public static Benchmark OneCore { get; } = new(
        "search-one",
        "the seconds of one trial on adult, as search asks for them on one core",
        async (output, cancellationToken) =>
        {
            using var data = await ReadAsync(cancellationToken);
            foreach (var (trainer, parameter) in Trainers)
                await output.WriteLineAsync(Text(await OneAsync(data, trainer, parameter, cancellationToken), "0.0000"));
        });

    private static async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var onOneCore = await OnOneCoreAsync(cancellationToken);
        using var data = await ReadAsync(cancellationToken);
        var cores = Environment.ProcessorCount;
        await output.WriteLineAsync(
            $"""
            search: {Trials} trials of one size on {data.Rows} rows, a fifth held out; {cores} cores

            {"",-26}{"one, s",8}{"on 1 core, s",14}{"50 trials, s",14}{"of 50 x / cores",17}
            """);
        foreach (var ((trainer, parameter), core) in Trainers.Zip(onOneCore))
        {
            var one = await OneAsync(data, trainer, parameter, cancellationToken);
            var search = await SearchAsync(data, trainer, parameter, Trials, cores, cancellationToken);
            var all = search.Duration.TotalSeconds;
            await output.WriteLineAsync(
                $"{trainer,-26}{Text(one, "0.00"),8}{Text(core, "0.00"),14}{Text(all, "0.0"),14}"
                + $"{Text(all / (Trials * core / cores), "0.00 x"),17}");
        }
    }

    private static async Task<IReadOnlyList<double>> OnOneCoreAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("taskset") { RedirectStandardOutput = true };
        foreach (var argument in new[]
        {
            "-c", "0", Environment.ProcessPath!, typeof(SearchBenchmark).Assembly.Location, OneCore.Name,
        })
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return
        [
            .. text.Split('\n', StringSplitOptions.TrimEntries)
                .Where(line => double.TryParse(line, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
                .Select(line => double.Parse(line, CultureInfo.InvariantCulture)),
        ];
    }

    /// <summary>The first trial of a process compiles code, and is left out.</summary>
    private static async Task<double> OneAsync(
        SearchedData data, string trainer, string parameter, CancellationToken cancellationToken)
    {
        await SearchAsync(data, trainer, parameter, 1, 1, cancellationToken);
        var search = await SearchAsync(data, trainer, parameter, Single, 1, cancellationToken);
        return search.Trials.Select(trial => trial.Duration.TotalSeconds).Order().ElementAt(Single / 2);
    }

    private static Task<SearchedData> ReadAsync(CancellationToken cancellationToken) => SearchedData.ReadAsync(
        ReferenceData.All.Single(reference => reference.Name == "adult"), int.MaxValue, cancellationToken);

    private static Task<SearchDocument> SearchAsync(
        SearchedData data, string trainer, string parameter, int trials, int workers, CancellationToken cancellationToken) =>
        data.SearchAsync(
            $"{{trainer: {trainer}, search: {{method: random, metric: roc_auc, run_cap: {trials}, "
                + $"parameters: {{{parameter}: {{distribution: log_uniform_values, min: 0.05, max: 0.2}}}}}}}}",
            workers,
            cancellationToken);

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
