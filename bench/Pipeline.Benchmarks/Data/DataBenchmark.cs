using System.Diagnostics;
using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Core.Progress;
using Pipeline.Data;
using Pipeline.Data.Schemas;
using Pipeline.Data.Sources;
using Pipeline.Manifest;

namespace Pipeline.Benchmarks.Data;

/// <summary>How fast a large file is read, profiled and validated, with one thread and two, and in how much memory.</summary>
internal sealed class DataBenchmark(TextWriter output, string folder)
{
    private const int Seed = 7;
    private const long Large = 2_000_000_000;
    private const long Part = 200_000_000;
    private const double Megabyte = 1e6;

    private const string Manifest =
        """
        pipeline: 1
        name: generated
        task: binary-classification
        owner: us
        description: Generated.
        data:
          path: data.csv
          label: {column: label, positive: "1"}
          split: {by: random, seed: 1, test: 0.2}
        """;

    private const string Expectations =
        """

          columns: {city: category, purpose: category, id: integer, age: integer, low: integer, high: integer, amount: number}
          expect:
            - {not-null: city}
            - {unique: id}
            - {unique: [account, id]}
            - {values: purpose, one-of: [car, home, education, other]}
            - {values: age, between: [0, 120]}
            - {mean: price, between: [49000, 51000]}
            - {quantile: amount, at: 0.95, at-most: 9900}
            - {values: code, regex: "^[A-Z][0-9]-[0-9]$"}
            - {pair: [low, high], is: at-most}
            - {rows: {at-least: 1000}}
        """;

    public static Benchmark Entry { get; } = new(
        "data",
        "scan, profile and validate a generated CSV of 2 GB; a part beside pandas",
        (output, cancellationToken) => Workspace.UseTemporaryAsync(
            folder => new DataBenchmark(output, folder).RunAsync(cancellationToken)));

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var rows = new GeneratedCsv(Seed).Write(Path.Combine(folder, "data.csv"), Large);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"data: {Large / Megabyte:0} MB, {rows} rows, 20 columns, {Environment.ProcessorCount} processors"));
        foreach (var threads in new[] { 1, 2 })
        {
            await TimeAsync("scan", threads, Large, () => ScanAsync(threads, cancellationToken));
            await TimeAsync("profile", threads, Large, () => ProfileAsync(threads, cancellationToken));
            await TimeAsync("validate ten", threads, Large, () => ValidateAsync(threads, cancellationToken));
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"peak memory of the largest pass: {Process.GetCurrentProcess().PeakWorkingSet64 / Megabyte:0} MB"));
        new GeneratedCsv(Seed).Write(Path.Combine(folder, "data.csv"), Part);
        var ours = await TimeAsync("profile, a part", 2, Part, () => ProfileAsync(2, cancellationToken));
        var theirs = await TimeAsync("pandas, a part", 1, Part, () => PandasAsync(cancellationToken));
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"pandas takes {theirs / ours:0.0} times as long"));
    }

    private async Task<string> ScanAsync(int threads, CancellationToken cancellationToken)
    {
        var census = new FieldCensus();
        var progress = new Progress<StepEvent>();
        var opened = await DatasetSource.OpenAsync(Request("", threads), isHashed: false, progress, cancellationToken);
        using var source = opened.OrThrow();
        var options = new RowPassOptions("scanning", progress) { Threads = threads };
        await RowPass.RunAsync(source, [census], options, cancellationToken);
        return $"{census.Count} fields, {census.Checksum:x16}";
    }

    private async Task<string> ProfileAsync(int threads, CancellationToken cancellationToken)
    {
        var profiled = await ProfileMaker.ProfileAsync(Request("", threads), new Progress<StepEvent>(), cancellationToken);
        return $"{profiled.OrThrow().Columns.Sum(x => x.Distinct)} distinct values";
    }

    private async Task<string> ValidateAsync(int threads, CancellationToken cancellationToken)
    {
        var validated = await DatasetValidator.ValidateAsync(
            Request(Expectations, threads), new Progress<StepEvent>(), cancellationToken);
        var report = validated.OrThrow().Report;
        var bad = string.Join(' ', report.Results.Where(x => x.Verdict.Outcome != Outcome.Passed).Select(x => x.Check.Id));
        return $"{report.Summary} {bad}";
    }

    private async Task<string> PandasAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Data", "profile.py"));
        start.ArgumentList.Add(Path.Combine(folder, "data.csv"));
        using var python = Process.Start(start)!;
        var text = await python.StandardOutput.ReadToEndAsync(cancellationToken);
        await python.WaitForExitAsync(cancellationToken);
        return python.ExitCode == 0
            ? text.Trim()
            : throw new CommandFailedException("python3", python.ExitCode, "Debian's python3-pandas is needed.");
    }

    private DatasetRequest Request(string more, int threads) => new()
    {
        Manifest = ManifestReader.Read(
            Manifest + more + "\n", "model.yml", ManifestSchema.Model(DataSection.Registration)).OrThrow(),
        Folder = folder,
        Threads = threads,
        TemporaryFolder = folder,
    };

    private async Task<double> TimeAsync(string name, int threads, long bytes, Func<Task<string>> work)
    {
        // A build makes one pass in its process: what an earlier pass left must not count against this one.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var begin = Stopwatch.GetTimestamp();
        var result = await work();
        var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        var spent = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds;
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-16}{threads,2} threads{bytes / Megabyte / seconds,7:0} MB/s{spent,7:0.0} s CPU  {result}"));
        return seconds;
    }
}
