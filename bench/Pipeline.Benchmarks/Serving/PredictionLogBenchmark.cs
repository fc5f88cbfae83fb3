using System.Diagnostics;
using System.Globalization;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Models.Predictions;

namespace Pipeline.Benchmarks.Serving;

/// <summary>How fast a log is written and read: a million predictions with 20 inputs, and an outcome for every tenth.</summary>
internal sealed class PredictionLogBenchmark(string folder, int predictions)
{
    public const int Numbers = 14;

    private const int Categories = 6;
    private const int EveryOutcome = 10;
    private const int Rounds = 3;

    public static readonly DateTimeOffset Begin = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly string[] Outputs = ["score", "probability"];

    public static Digest Model { get; } = Digest.OfText("model");

    /// <summary>Numbers first, then categories.</summary>
    public static IReadOnlyList<string> Inputs { get; } =
        [.. Enumerable.Range(0, Numbers + Categories).Select(i => FormattableString.Invariant($"input_{i:00}"))];

    public static Benchmark Entry { get; } = new(
        "prediction-log",
        "how fast a log of a million predictions with 20 inputs is written, read and joined",
        (output, cancellationToken) => Workspace.UseTemporaryAsync(
            x => new PredictionLogBenchmark(x, 1_000_000).RunAsync(output, cancellationToken)));

    public async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        await WriteAsync();
        var written = Stopwatch.GetElapsedTime(began);
        var bytes = new DirectoryInfo(folder).EnumerateFiles().Sum(x => x.Length);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"prediction-log: {predictions} predictions, {predictions / EveryOutcome} outcomes, {bytes / 1e6:0} MB"));
        await output.WriteLineAsync(Line("written", written, bytes));
        for (var round = 0; round < Rounds; round++)
        {
            began = Stopwatch.GetTimestamp();
            var rows = await ReadAsync(_ => { }, cancellationToken);
            await output.WriteLineAsync(Line("read as columns", Stopwatch.GetElapsedTime(began), bytes));
            Debug.Assert(rows == predictions, "Every prediction is read.");
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"peak working set so far {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:0} MB"));
        began = Stopwatch.GetTimestamp();
        var join = new FeedbackJoin(new FeedbackJoinOptions());
        await ReadAsync(batch => join.Add(batch), cancellationToken);
        var counts = join.Join().Counts;
        await output.WriteLineAsync(Line($"read and joined {counts.Matched}", Stopwatch.GetElapsedTime(began), bytes));
        began = Stopwatch.GetTimestamp();
        var entries = await new PredictionLogFolder(folder).ReadAsync(new Progress<Problem>(), cancellationToken)
            .CountAsync(cancellationToken);
        await output.WriteLineAsync(Line($"read one by one {entries}", Stopwatch.GetElapsedTime(began), bytes));
    }

    private async Task<long> ReadAsync(Action<PredictionBatch> take, CancellationToken cancellationToken)
    {
        var reader = new PredictionLogReader(folder, PredictionLogCursor.Start);
        await foreach (var batch in reader.ReadAsync(new Progress<Problem>(), cancellationToken))
            take(batch);
        return reader.Reading.Predictions;
    }

    public async Task WriteAsync()
    {
        var random = new Random(1);
        var model = new ServedModel(ModelName.Parse("loan-default"), null, Model, "production", 7);
        var time = Begin;
        await using var log = new PredictionLogWriter(
            new PredictionLogOptions { Folder = folder, Server = "00000000000000aa" }, TimeProvider.System, _ => { });
        for (var i = 1; i <= predictions; i++)
        {
            time += TimeSpan.FromTicks(12_345);
            Put(log, new PredictionLogEntry.Prediction
            {
                Id = PredictionId.Of(0xaa, (ulong)i),
                Time = time,
                Model = model,
                Route = "stable",
                Inputs = new LoggedValues(Inputs, Row(random)),
                Outputs = new LoggedValues(
                    Outputs, [LoggedValue.Of(random.NextDouble() * 8 - 4), LoggedValue.Of(random.NextDouble())]),
                Latency = TimeSpan.FromTicks(random.Next(3000, 30_000)),
                SamplingProbability = 1,
            });
            if (i % EveryOutcome == 0)
            {
                Put(log, new PredictionLogEntry.Feedback
                {
                    Id = PredictionId.Of(0xaa, (ulong)i),
                    Time = time.AddDays(3),
                    Outcome = LoggedValue.Of(i % 3 == 0 ? "yes" : "no"),
                });
            }
        }
    }

    private static void Put(PredictionLogWriter log, PredictionLogEntry entry)
    {
        while (!log.TryWrite(entry))
            Thread.Yield();
    }

    /// <summary>Numbers as data has them: whole, with two places, and with all that a double has.</summary>
    public static LoggedValue[] Row(Random random) =>
    [
        .. Enumerable.Range(0, Numbers).Select(i => random.Next(20) == 0 ? default : (i % 3) switch
        {
            0 => LoggedValue.Of(random.Next(100_000)),
            1 => LoggedValue.Of(Math.Round(random.NextDouble() * 1000, 2)),
            _ => LoggedValue.Of(random.NextDouble()),
        }),
        .. Enumerable.Range(0, Categories).Select(i => LoggedValue.Of(
            string.Create(CultureInfo.InvariantCulture, $"category {random.Next(4 << i)}"))),
    ];

    private string Line(string what, TimeSpan time, long bytes) => string.Create(
        CultureInfo.InvariantCulture,
        $"{what,-28}{time.TotalSeconds,8:0.00} s{predictions / time.TotalSeconds / 1e3,10:0} k/s"
        + $"{bytes / 1e6 / time.TotalSeconds,10:0} MB/s");
}
