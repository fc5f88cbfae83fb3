using System.Globalization;
using static System.FormattableString;
using Pipeline.Statistics;
using Pipeline.Statistics.Detectors;

namespace Pipeline.Benchmarks.Monitoring;

/// <summary>How often detectors cry wolf where nothing changes, and how late they are where something does.</summary>
internal static class DetectorsBenchmark
{
    private const int Runs = 400;
    private const int Steady = 10_000;
    private const int Before = 2_000;
    private const int After = 4_000;

    private static readonly double[] Rates = [0.01, 0.1, 0.3, 0.5];
    private static readonly (double From, double To)[] Steps = [(0.05, 0.1), (0.1, 0.2), (0.1, 0.4), (0.3, 0.5)];

    private static readonly (string Name, Func<ChangeDetector> New)[] All =
    [
        ("ddm", () => new Ddm()),
        ("adwin", () => new Adwin()),
        ("page-hinkley", () => new PageHinkley()),
    ];

    public static Benchmark Entry { get; } = new(
        "detectors", "false alarms of change detectors on errors, and their delays", RunAsync);

    private static async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync(Invariant($"changes told in {Steady:N0} errors of a steady rate, mean of {Runs} streams"));
        await output.WriteLineAsync(
            Invariant($"adwin looks {Steady / 32} times and may tell one in {1 / new AdwinOptions().Confidence:N0} of these: ")
            + Invariant($"at most {Steady / 32 * new AdwinOptions().Confidence:0.000}"));
        await output.WriteLineAsync();
        await output.WriteLineAsync($"{"",-14}{string.Concat(Rates.Select(x => Invariant($"{x,16:0.00}")))}");
        foreach (var (name, make) in All)
        {
            var told = Rates.Select(rate => Enumerable.Range(0, Runs).AsParallel().WithCancellation(cancellationToken)
                .Average(run => (double)Changes(make(), Stream(run, _ => rate, Steady)).Count));
            await output.WriteLineAsync($"{name,-14}{string.Concat(told.Select(x => Invariant($"{x,16:0.000}")))}");
        }

        await output.WriteLineAsync();
        await output.WriteLineAsync(
            Invariant($"errors until a step after {Before:N0} is told, median of {Runs} streams; in brackets told at all"));
        await output.WriteLineAsync();
        var heads = Steps.Select(x => Invariant($"{x.From:0.00} to {x.To:0.00}").PadLeft(16));
        await output.WriteLineAsync($"{"",-14}{string.Concat(heads)}");
        foreach (var (name, make) in All)
        {
            var shown = Steps.Select(step => Delay([.. Enumerable.Range(0, Runs).AsParallel().WithCancellation(cancellationToken)
                .Select(run => Changes(make(), Stream(run, x => x < Before ? step.From : step.To, Before + After))
                    .FirstOrDefault(x => x.At >= Before && x.IsIncrease)?.At - Before)]));
            await output.WriteLineAsync($"{name,-14}{string.Concat(shown.Select(x => x.PadLeft(16)))}");
        }
    }

    private static string Delay(IReadOnlyList<long?> delays)
    {
        var told = delays.OfType<long>().Order().ToList();
        return told.Count == 0 ? "never" : string.Create(
            CultureInfo.InvariantCulture, $"{told[told.Count / 2]} ({(double)told.Count / delays.Count:0 %})");
    }

    private static IEnumerable<double> Stream(int seed, Func<int, double> rate, int count)
    {
        var random = new SeededRandom(seed, 0);
        for (var i = 0; i < count; i++)
            yield return random.Unit() < rate(i) ? 1 : 0;
    }

    private static List<DetectedChange> Changes(ChangeDetector detector, IEnumerable<double> stream) =>
        [.. stream.Select(detector.Add).OfType<DetectedChange>().Where(x => x.Level == ChangeLevel.Change)];
}
