using System.Diagnostics;
using System.Globalization;
using Pipeline.Core.Audit;
using Pipeline.Governance.Journal;
using Pipeline.Governance.Registry;
using Pipeline.Governance.Storage;

namespace Pipeline.Benchmarks.Journal;

/// <summary>
/// Appends against the flush that each of them waits for, on the same disk, and what it takes to make the registry anew from
/// many events, against reading them and against verifying them.
/// </summary>
internal sealed class JournalBenchmark(string folder, int events)
{
    private const int Batch = 100;
    private const int Batches = 20;
    private const int Rounds = 3;

    private readonly Timings _flush = new($"{Batch} flushes of 4 KiB");
    private readonly Timings _append = new($"{Batch} appends");
    private readonly Timings _register = new($"{Batch} registered versions");
    private readonly Timings _read = new(Many("read", events));
    private readonly Timings _verify = new(Many("verify", events));
    private readonly Timings _rebuild = new(Many("rebuild", events));
    private readonly Timings _query = new("champion as of half-way");

    public static Benchmark Entry { get; } = new(
        "journal",
        "appends per second, and the registry made anew from 100,000 events",
        (output, token) => new JournalBenchmark(Workspace.Of("journal"), events: 100_000).RunAsync(output, token));

    public async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        try
        {
            await MeasureWritesAsync(cancellationToken);
            await MeasureReadsAsync(cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        await output.WriteLineAsync(
            $"""
            journal: {Batches} batches of {Batch} after one to warm up, then {Rounds} rounds

            {Timings.Header}
            {_flush}
            {_append}
            {_register}
            {_read}
            {_verify}
            {_rebuild}
            {_query}

            {Comparison()}
            """);
    }

    private static string Many(string what, int events) =>
        string.Create(CultureInfo.InvariantCulture, $"{what} {events:N0} events");

    private async Task MeasureWritesAsync(CancellationToken cancellationToken)
    {
        var (path, projection) = (Path.Combine(folder, "writes.db"), Path.Combine(folder, "writes.registry.db"));
        await using var journal = await SqliteJournal.OpenAsync(path, new StorageOptions(), cancellationToken);
        await using var registry = await History.OpenRegistryAsync(journal, projection, cancellationToken);
        await using var file = new FileStream(Path.Combine(folder, "flushed"), FileMode.Create);
        (await registry.RecordAsync(History.Run, cancellationToken)).OrThrow();
        for (var batch = -1; batch < Batches; batch++)
        {
            var number = (batch + 1) * Batch;
            var flush = await TimeAsync(_ => Flush(file), number, cancellationToken);
            var append = await TimeAsync(
                x => journal.RecordAsync(History.Entry(x), cancellationToken), number, cancellationToken);
            var register = await TimeAsync(
                x => registry.RegisterAsync(History.Version(x), cancellationToken), number, cancellationToken);
            if (batch < 0)
                continue;
            _flush.Add(flush);
            _append.Add(append);
            _register.Add(register);
        }
    }

    private async Task MeasureReadsAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, "reads.db");
        await History.WriteAsync(path, events, cancellationToken);
        await using var journal = await SqliteJournal.OpenAsync(path, new StorageOptions(), cancellationToken);
        for (var round = 0; round < Rounds; round++)
        {
            var projection = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"round-{round}.db"));
            await using var registry = await History.OpenRegistryAsync(journal, projection, cancellationToken);
            _read.Add(await TimeAsync(() => journal.ReadAsync(null, cancellationToken).CountAsync(cancellationToken).AsTask()));
            _verify.Add(await TimeAsync(() => journal.VerifyAsync(null, cancellationToken)));
            _rebuild.Add(await TimeAsync(() => registry.ReadAsync(cancellationToken)));
            _query.Add(await TimeAsync(() => History.ChampionHalfWayAsync(registry, events, cancellationToken)));
        }
    }

    private static Task Flush(FileStream file)
    {
        file.Position = 0;
        file.Write(new byte[4096]);
        file.Flush(flushToDisk: true);
        return Task.CompletedTask;
    }

    private static Task<TimeSpan> TimeAsync(Func<int, Task> work, int first, CancellationToken cancellationToken) =>
        TimeAsync(async () =>
        {
            for (var i = first; i < first + Batch; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await work(i);
            }
        });

    private static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        var began = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(began);
    }

    private string Comparison()
    {
        var (append, flush) = (_append.Median, _flush.Median);
        var (perSecond, rebuilt) = (Batch / append.TotalSeconds, events / _rebuild.Median.TotalSeconds);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{perSecond:0} appends/s, each {append / flush:0.0} flushes long; {rebuilt:N0} events/s rebuilt");
    }
}
