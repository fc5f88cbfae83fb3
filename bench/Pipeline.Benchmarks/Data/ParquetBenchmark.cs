using System.Diagnostics;
using System.Globalization;
using Pipeline.Core.Progress;
using Pipeline.Data;
using Pipeline.Data.Schemas;
using Pipeline.Data.Columns;
using Pipeline.Data.Sources;
using Pipeline.Manifest;

namespace Pipeline.Benchmarks.Data;

/// <summary>How many values a second of a Parquet file are scanned, profiled and validated, and of its CSV.</summary>
internal sealed class ParquetBenchmark(TextWriter output, string folder)
{
    private const int Rows = 3_000_000;
    private const double Million = 1e6;
    private const string Binary = "data.parquet";
    private const string Text = "data.csv";

    private const string Expectations =
        """
          columns: {id: integer, age: integer, amount: number, city: category, opened: timestamp}
          expect:
            - {not-null: city}
            - {unique: id}
            - {values: age, between: [0, 120]}
            - {mean: amount, between: [4900, 5100]}
            - {quantile: amount, at: 0.95, at-most: 9900}
            - {values: name, regex: "^name [0-9]+$"}
            - {rows: {at-least: 1000}}
        """;

    public static Benchmark Entry { get; } = new(
        "parquet",
        "scan, profile and validate a generated Parquet file of 3 million rows, and the CSV of the same values",
        (output, cancellationToken) => Workspace.UseTemporaryAsync(
            folder => new ParquetBenchmark(output, folder).RunAsync(cancellationToken)));

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        GeneratedParquet.Write(Path.Combine(folder, Binary), Rows);
        await PassAsync(Binary, new CsvCopy(Path.Combine(folder, Text)), 1, cancellationToken);
        foreach (var path in new[] { Binary, Text })
        {
            var megabytes = new FileInfo(Path.Combine(folder, path)).Length / Million;
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{path}: {megabytes:0} MB, {Rows} rows, {GeneratedParquet.ColumnCount} columns, "
                    + $"{Environment.ProcessorCount} processors"));
            foreach (var threads in new[] { 1, 2 })
            {
                await TimeAsync("scan", threads, () => PassAsync(path, new FieldCensus(), threads, cancellationToken));
                await TimeAsync("profile", threads, async () => (await ProfileMaker.ProfileAsync(
                    Request(path, "", threads), new Progress<StepEvent>(), cancellationToken)).OrThrow());
                await TimeAsync("validate seven", threads, async () => (await DatasetValidator.ValidateAsync(
                    Request(path, Expectations, threads), new Progress<StepEvent>(), cancellationToken)).OrThrow());
            }

            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"peak memory so far: {Process.GetCurrentProcess().PeakWorkingSet64 / Million:0} MB"));
        }
    }

    private async Task PassAsync(string path, IRowObserver observer, int threads, CancellationToken cancellationToken)
    {
        var progress = new Progress<StepEvent>();
        var opened = await DatasetSource.OpenAsync(Request(path, "", threads), isHashed: false, progress, cancellationToken);
        using var source = opened.OrThrow();
        var options = new RowPassOptions("scanning", progress) { Threads = threads };
        await RowPass.RunAsync(source, [observer], options, cancellationToken);
        (observer as IDisposable)?.Dispose();
    }

    private DatasetRequest Request(string path, string more, int threads) => new()
    {
        Manifest = ManifestReader.Read(
            $$"""
            pipeline: 1
            name: generated
            task: binary-classification
            owner: us
            description: Generated.
            data:
              path: {{path}}
              label: {column: label, positive: "true"}
            {{more}}

            """,
            "model.yml",
            ManifestSchema.Model(DataSection.Registration)).OrThrow(),
        Folder = folder,
        Threads = threads,
        TemporaryFolder = folder,
    };

    private async Task TimeAsync(string name, int threads, Func<Task> work)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var begin = Stopwatch.GetTimestamp();
        await work();
        var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        var spent = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds;
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-16}{threads,2} threads{Rows * (double)GeneratedParquet.ColumnCount / Million / seconds,7:0.0} "
                + $"million values/s{spent,7:0.0} s CPU"));
    }

    /// <summary>Writes the rows that it sees; no value of them needs quotes.</summary>
    private sealed class CsvCopy(string path) : IRowObserver, IDisposable
    {
        private readonly FileStream _file = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 20);
        private bool _hasHeader;

        public void Observe(ColumnBatch batch)
        {
            if (!_hasHeader)
                _file.Write("id,age,amount,rate,city,name,opened,day,label,score\n"u8);
            _hasHeader = true;
            for (var row = 0; row < batch.RowCount; row++)
            {
                for (var column = 0; column < batch.ColumnCount; column++)
                {
                    _file.Write(batch.Text(row, column));
                    _file.WriteByte(column + 1 < batch.ColumnCount ? (byte)',' : (byte)'\n');
                }
            }
        }

        public void Dispose() => _file.Dispose();
    }
}
