using System.Globalization;
using Pipeline.Monitoring.Drift;

namespace Pipeline.Benchmarks.Monitoring;

/// <summary>How often windows without drift are said to drift, and how often stated drift is found.</summary>
internal static class DriftSimulationBenchmark
{
    private const int Windows = 1000;
    private const int Drifting = 200;

    public static Benchmark Entry { get; } = new(
        "drift-simulation", "false alarms of windows without drift, and power for stated shifts, at the defaults", RunAsync);

    private static readonly (int Reference, int Rows)[] Sizes =
        [(800, 200), (1000, 1000), (5000, 200), (5000, 1000), (45_000, 1000), (45_000, 5000)];

    private static async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var simulation = new DriftSimulation(seed: 1);
        var columnCount = DriftSimulation.Columns.Count;
        await output.WriteLineAsync($"{Windows} windows without drift, {columnCount} columns: windows that alert");
        await output.WriteLineAsync($"  {"reference",10}{"window",10}{"any column",12}{"dataset",10}{"uncorrected",13}");
        var plain = new DriftDetectionOptions { FalseDiscoveryRate = 0.999999 };
        foreach (var (reference, rows) in Sizes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (alerts, datasets, columns) = simulation.WithoutDrift(Windows, reference, rows, new DriftDetectionOptions());
            var (uncorrected, _, _) = simulation.WithoutDrift(Windows / 5, reference, rows, plain);
            await output.WriteLineAsync(
                $"  {reference,10}{rows,10}{Shown(alerts, Windows)}{Shown(datasets, Windows)}{Shown(uncorrected, Windows / 5)}  "
                + string.Join(", ", columns.OrderBy(x => -x.Value).Take(3).Select(x => $"{x.Key} {x.Value}")));
        }

        await output.WriteLineAsync($"\none column of {columnCount} drifts: found in {Drifting} windows");
        await output.WriteLineAsync($"  {"",-44}{"reference",10}{"window",10}{"found",10}");
        foreach (var (name, reference, rows, column, value) in Shifts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var found = simulation.Found(Drifting, reference, rows, column, value);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"  {name,-44}{reference,10}{rows,10}{found,10:0.0 %}"));
        }
    }

    private static IEnumerable<(string Name, int Reference, int Rows, string Column, Func<Draw, object> Value)> Shifts =>
    [
        ("mean of a normal by half a deviation", 800, 400, "normal", x => x.Normal() + 0.5),
        ("mean of a normal by half a deviation", 5000, 200, "normal", x => x.Normal() + 0.5),
        ("mean of a normal by a quarter deviation", 5000, 1000, "normal", x => x.Normal() + 0.25),
        ("mean of a normal by 0.15 deviations", 45_000, 5000, "normal", x => x.Normal() + 0.15),
        ("spread of a normal by a half", 5000, 1000, "normal", x => x.Normal() * 1.5),
        ("unit of an exponential, by 1000", 5000, 200, "exponential", x => x.Exponential() * 1000),
        ("unit of one in ten of an exponential, by 1000", 5000, 200, "exponential",
            x => x.Exponential() * (x.Uniform() < 0.1 ? 1000 : 1)),
        ("counts, from 3 to 3.5 in the mean", 5000, 1000, "counts", x => x.Poisson(3.5)),
        ("lognormal 1, by a third", 5000, 1000, "lognormal 1", x => Math.Exp(x.Normal()) * 1.33),
        ("a feature that is dead", 5000, 200, "uniform", _ => 0.5),
        ("a flag, from 10 to 25 percent", 5000, 1000, "flag", x => x.Uniform() < 0.25 ? 1.0 : 0.0),
        ("two names, from 2 to 10 percent", 5000, 1000, "2 names", x => DriftSimulation.Name(x.Uniform() < 0.1 ? 1 : 0)),
        ("one of five names gone", 5000, 200, "5 names", x => DriftSimulation.Name((int)(x.Uniform() * 4))),
        ("a new name, 5 percent", 5000, 500, "20 names",
            x => DriftSimulation.Name(x.Uniform() < 0.05 ? 99 : x.Zipf(20))),
        ("200 names, half of them others", 5000, 1000, "200 names",
            x => DriftSimulation.Name(x.Zipf(200) + (x.Uniform() < 0.5 ? 200 : 0))),
    ];

    private static string Shown(int count, int of) =>
        (count / (double)of).ToString("0.0 %", CultureInfo.InvariantCulture).PadLeft(12);
}
