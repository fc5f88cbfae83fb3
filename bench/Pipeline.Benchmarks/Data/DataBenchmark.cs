using System.Diagnostics;
using System.Globalization;
using Pipeline.Core.Progress;
using Pipeline.Data;
using Pipeline.Data.Schemas;
using Pipeline.Data.Sources;
using Pipeline.Manifest;

namespace Pipeline.Benchmarks.Data;

/// <summary>How fast a large file is read, profiled and validated, with one thread and two, and in how much memory.</summary>
internal sealed class DataBenchmark(string folder, long bytes)
{
    private const int Seed = 7;
    private const double Megabyte = 1e6;

    public static Benchmark Entry { get; } = new(
        "data",
        "scan, profile and validate a generated CSV of 2 GB",
        async (output, cancellationToken) =>
        {
            var folder = Workspace.Of("data");
            try
            {
                await new DataBenchmark(folder, bytes: 2_000_000_000).RunAsync(output, cancellationToken);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        });

    private DatasetRequest Request(int threads)
    {
        const string Manifest =
            """
            pipeline: 1
            name: generated
            task: binary-classification
            owner: us
            description: Generated.
            data: {path: data.csv, label: {column: label, positive: "1"}}
            """;
        var schema = ManifestSchema.Model(DataSection.Registration);
        return new DatasetRequest
        {
            Manifest = ManifestReader.Read(Manifest, "model.yml", schema).OrThrow(),
            Folder = folder,
            Threads = threads,
        };
    }

    public async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, "data.csv");
        var rows = new GeneratedCsv(Seed).Write(path, bytes);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"data: {new FileInfo(path).Length / Megabyte:0} MB, {rows} rows, 20 columns"));
        foreach (var threads in new[] { 1, 2, 1, 2 })
        {
            var census = new FieldCensus();
            var begin = Stopwatch.GetTimestamp();
            var cpu = Process.GetCurrentProcess().TotalProcessorTime;
            var opened = await DatasetSource.OpenAsync(
                Request(threads), isHashed: false, new Progress<StepEvent>(), cancellationToken);
            using (var source = opened.OrThrow())
            {
                var options = new RowPassOptions("scanning", new Progress<StepEvent>()) { Threads = threads };
                await RowPass.RunAsync(source, [census], options, cancellationToken);
            }

            var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"scan, {threads} threads: {bytes / Megabyte / seconds:0} MB/s, {Spent(cpu):0.00} s of CPU, " +
                $"{census.Count} fields, {census.Checksum:x16}"));
        }
    }

    private static double Spent(TimeSpan before) => (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
}
