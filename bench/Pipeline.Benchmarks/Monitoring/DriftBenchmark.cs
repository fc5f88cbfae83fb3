using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Pipeline.Models.Documents;
using Pipeline.Monitoring.Drift;
using Pipeline.Statistics;

namespace Pipeline.Benchmarks.Monitoring;

/// <summary>Drift of 100,000 rows against 100,000 by 21 columns: raw values and kept profiles, beside pandas and SciPy.</summary>
internal sealed class DriftBenchmark(TextWriter output, string folder)
{
    private const int Rows = 100_000;
    private const int Numbers = 15;
    private const int Categories = 6;
    private const int Repeats = 5;

    private const double Agreed = 1e-9;

    private double _furthest;
    private readonly double[][][] _samples = [Sample(0), Sample(1)];

    public static Benchmark Entry { get; } = new(
        "drift", "100,000 rows against 100,000 by 21 columns, beside pandas and SciPy", (output, cancellationToken) =>
            Workspace.UseTemporaryAsync(folder => new DriftBenchmark(output, folder).RunAsync(cancellationToken)));

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await output.WriteLineAsync($"drift: {Rows} against {Rows} rows, {Numbers} numbers, {Categories} categories; "
            + $"{Environment.ProcessorCount} threads");
        await output.WriteLineAsync($"{"",-46}{"seconds",10}{"CPU",10}{"faster",10}{"CPU",8}");
        var theirs = await TheirsAsync(cancellationToken);
        await WriteAsync("pandas and SciPy: 5 or 6 tests of a column", theirs.Seconds, theirs.Cpu, theirs);
        var texts = _samples.Select(x => x[Numbers..].Select(y => y.Select(DriftName).ToArray()).ToArray()).ToArray();
        var raw = await TimeAsync("the same tests of the same values", () => Raw(texts), theirs);
        var profiles = _samples.Select(Profile).ToArray();
        await TimeAsync("Monitor's default methods of kept profiles", () => Default(profiles), theirs);
        await TimeAsync("all 5 or 6 methods of kept profiles", () => All(profiles), theirs);
        await output.WriteLineAsync();
        for (var column = 0; column < raw.Length; column++)
            await AgreeAsync(column, raw[column], theirs.Results[column]);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"results of the same values differ by {_furthest:0.0e0} at most"));
    }

    /// <summary>Distances and statistics above 1 by a share of themselves, what is from 0 to 1 as it is.</summary>
    private async Task AgreeAsync(int column, double[] ours, double[] theirs)
    {
        foreach (var (place, (first, second)) in ours.Zip(theirs).Index())
        {
            var apart = Math.Abs(first - second) / Math.Max(1, Math.Abs(second));
            _furthest = Math.Max(_furthest, apart);
            if (apart > Agreed)
            {
                await output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture, $"result {place} of column {column} is {first}, and {second} there"));
            }
        }
    }

    private double[][] Raw(string[][][] texts)
    {
        var results = new double[Numbers + Categories][];
        var columns = Partitioner.Create(Enumerable.Range(0, results.Length), EnumerablePartitionerOptions.NoBuffering);
        Parallel.ForEach(columns, column => results[column] = column < Numbers
            ? OfNumbers(_samples[0][column], _samples[1][column])
            : OfNames(texts[0][column - Numbers], texts[1][column - Numbers]));
        return results;
    }

    private static double[] OfNumbers(double[] reference, double[] current)
    {
        var (first, second) = (Ranking.Of(reference), Ranking.Of(current));
        var moments = Moments.Of(reference);
        var deviation = Math.Sqrt(moments.SquaredDifferences / moments.Count);
        var (statistic, distance) = SampleDistance.Both(first, second);
        var (p, q) = Sturges(first, second);
        return
        [
            statistic,
            KolmogorovSmirnovTest.PValue(statistic, reference.Length, current.Length),
            distance / Math.Max(deviation, 0.001),
            Divergence.PopulationStability(p, q),
            Divergence.JensenShannon(p, q),
        ];
    }

    /// <summary>As numpy.histogram has its bins: each but the last without its upper end.</summary>
    private static (double[] Reference, double[] Current) Sturges(Ranking first, Ranking second)
    {
        var bins = (int)Math.Ceiling(Math.Log2(first.Total + second.Total) + 1);
        var (low, high) = (Math.Min(first.Values[0], second.Values[0]), Math.Max(first.Values[^1], second.Values[^1]));
        double[] edges = [.. Enumerable.Range(1, bins - 1).Select(x => low + (x * ((high - low) / bins)))];
        return (In(edges, first), In(edges, second));
    }

    private static double[] In(double[] edges, Ranking ranking)
    {
        double[] ranks = [0, .. edges.Select(x => ranking.Rank(Math.BitDecrement(x))), 1];
        return [.. ranks.Zip(ranks.Skip(1), (low, high) => Math.Round((high - low) * ranking.Total))];
    }

    private static double[] OfNames(string[] reference, string[] current)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var (first, second) = (new List<double>(), new List<double>());
        Count(reference, places, first, second);
        Count(current, places, second, first);
        var test = ChiSquareTest.Contingency(first, second);
        return
        [
            test.Statistic, test.PValue, Divergence.PopulationStability(first, second), Divergence.JensenShannon(first, second),
            Divergence.TotalVariation(first, second), Divergence.LInfinity(first, second),
        ];
    }

    private static void Count(string[] names, Dictionary<string, int> places, List<double> counts, List<double> others)
    {
        foreach (var name in names)
        {
            ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, name, out var isKnown);
            if (!isKnown)
            {
                place = counts.Count;
                counts.Add(0);
                others.Add(0);
            }

            counts[place]++;
        }
    }

    private static double[][] Default(ColumnProfile[][] profiles) =>
        [[.. DriftDetector.Compare(profiles[0], profiles[1], new DriftDetectionOptions()).Columns.Select(x => x.Value!.Value)]];

    private static double[][] All(ColumnProfile[][] profiles)
    {
        DriftMethod[] methods =
        [
            DriftMethod.KolmogorovSmirnov, DriftMethod.Wasserstein, DriftMethod.PopulationStability, DriftMethod.JensenShannon,
            DriftMethod.TotalVariation, DriftMethod.LInfinity,
        ];
        return
        [
            .. methods.Select(method => DriftDetector.Compare(profiles[0], profiles[1], new DriftDetectionOptions
            {
                NumberMethod = method,
                CategoryMethod = method.NeedsNumbers() ? DriftMethod.ChiSquare : method,
            }).Columns.Select(x => x.Value!.Value).ToArray()),
        ];
    }

    private async Task<double[][]> TimeAsync(string name, Func<double[][]> run, DriftFigures theirs)
    {
        var results = run();
        var (best, cpu) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var i = 0; i < Repeats; i++)
        {
            var (began, used) = (Stopwatch.GetTimestamp(), Used());
            results = run();
            best = Math.Min(best, Stopwatch.GetElapsedTime(began).TotalSeconds);
            cpu = Math.Min(cpu, (Used() - used).TotalSeconds);
        }

        await WriteAsync(name, best, cpu, theirs);
        return results;
    }

    private Task WriteAsync(string name, double seconds, double cpu, DriftFigures theirs) => output.WriteLineAsync(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-46}{seconds,10:0.0000}{cpu,10:0.0000}{theirs.Seconds / seconds,10:0}{theirs.Cpu / cpu,8:0}"));

    private static TimeSpan Used() => Process.GetCurrentProcess().TotalProcessorTime;

    private async Task<DriftFigures> TheirsAsync(CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, "values.bin");
        double[] values = [.. _samples.SelectMany(x => x).SelectMany(x => x)];
        await File.WriteAllBytesAsync(file, MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), cancellationToken);
        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardOutput = true };
        var script = Path.Combine(AppContext.BaseDirectory, "Monitoring", "drift.py");
        foreach (var argument in new[] { script, file, $"{Rows}", $"{Numbers}", $"{Categories}" })
            start.ArgumentList.Add(argument);
        using var python = Process.Start(start)!;
        var text = await python.StandardOutput.ReadToEndAsync(cancellationToken);
        await python.WaitForExitAsync(cancellationToken);
        if (python.ExitCode != 0)
            throw new CommandFailedException("python3", python.ExitCode, "Debian's python3-pandas and -scipy are needed.");
        return JsonSerializer.Deserialize<DriftFigures>(text, JsonSerializerOptions.Web)!;
    }

    private static ColumnProfile[] Profile(double[][] sample) =>
    [
        .. sample.Select((x, index) => index < Numbers
            ? Profiles.OfNumbers($"x{index}", x)
            : Profiles.OfTexts($"c{index}", [.. x.Select(DriftName)])),
    ];

    private static string DriftName(double number) => DriftSimulation.Name((int)number);

    /// <summary>Numbers of a third of the columns, and names of half of them, have moved in the second sample.</summary>
    private static double[][] Sample(int stream)
    {
        var columns = new double[Numbers + Categories][];
        for (var column = 0; column < columns.Length; column++)
        {
            var draw = new Draw(1, (stream * 100) + column);
            var moved = stream == 1 && column % 3 == 0 ? 0.2 : 0;
            columns[column] = new double[Rows];
            for (var row = 0; row < Rows; row++)
            {
                columns[column][row] = column >= Numbers
                    ? draw.Zipf(4 + (10 * (column - Numbers)) + (int)(5 * moved))
                    : (column % 5) switch
                    {
                        0 => draw.Normal() + moved,
                        1 => Math.Exp(draw.Normal() + moved),
                        2 => draw.Uniform() * (1 + moved),
                        3 => Math.Round(draw.Exponential() * (10 + moved)),
                        _ => draw.Poisson(3 + moved),
                    };
            }
        }

        return columns;
    }

    private sealed record DriftFigures(double Seconds, double Cpu, double Peak, double[][] Results);
}
