using System.Buffers;
using System.Text;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Testing;

namespace Pipeline.Models.Predictions;

public sealed class PredictionLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly List<Exception> _failures = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Line_OfAPrediction_HasItsFixedForm()
    {
        var line = Line(Prediction(1));

        line.ShouldBe(
            """
            {"type":"prediction/v1","id":"00000000000000010000000000000001","time":"2026-01-02T03:04:05Z","model":"loan-default",
            "version":3,"digest":"sha256:9372c470eeadd5ecd9c3c74c2b3cb633f8e2f2fad799250a0f70d652b6b825e4",
            "environment":"staging","revision":7,"route":"stable","inputs":{"income":1.5,"age":null,"purpose":"car \"new\" é"},
            "outputs":{"probability":0.25},"latencyMs":0.75,"samplingProbability":0.5,
            "traceId":"4bf92f3577b34da6a3ce929d0e0e4736"}
            """.ReplaceLineEndings("") + "\n");
    }

    [Fact]
    public void Line_OfFeedback_HasItsFixedForm()
    {
        var line = Line(Feedback());

        line.ShouldBe(
            """
            {"type":"feedback/v1","id":"00000000000000010000000000000001","time":"2026-01-02T03:04:05Z","outcome":"yes"}

            """);
    }

    [Fact]
    public void Line_Read_IsTheEntryThatWasWritten()
    {
        PredictionLogEntry[] entries = [Prediction(1), Feedback(), Prediction(2) with { TraceId = null }];

        var again = entries.Select(x => Line(Read(Line(x)).OrThrow()));

        again.ShouldBe(entries.Select(Line));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"type":"prediction/v2"}""")]
    [InlineData("""{"type":"feedback/v1","id":"x","time":"2026-01-02T03:04:05Z","outcome":1}""")]
    [InlineData("""{"type":"feedback/v1","id":"00000000000000010000000000000001","time":"yesterday","outcome":1}""")]
    [InlineData("""{"type":"feedback/v1","id":"00000000000000010000000000000001","time":"2026-01-02T03:04:05Z","outcome":[1]}""")]
    public void Line_ThatIsNoEntry_IsAProblemInItsPlace(string line)
    {
        var read = Read(line);

        read.Problems.Single().ToString().ShouldStartWith("log.jsonl:1: The line is no entry");
    }

    [Fact]
    public async Task Log_WrittenAndRead_HasEveryEntryInOrder()
    {
        await WriteAsync(Options(), Enumerable.Range(1, 100).Select(x => Prediction((ulong)x)));

        var (entries, problems) = await ReadAsync();

        entries.Select(x => x.Id).ShouldBe(Enumerable.Range(1, 100).Select(x => PredictionId.Of(1, (ulong)x)));
        problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Log_LargerThanAFile_GoesOnInTheNext()
    {
        await using (var log = Writer(Options() with { FileBytes = 1000 }))
        {
            for (var i = 1; i <= 10; i++)
            {
                log.TryWrite(Prediction((ulong)i));
                while (_folder.Files.Sum(x => new FileInfo(_folder[x]).Length) < i * 400)
                    await Task.Yield();
            }
        }

        var (entries, _) = await ReadAsync();

        _folder.Files.Count().ShouldBeGreaterThan(2);
        entries.Count.ShouldBe(10);
    }

    [Fact]
    public async Task Log_LargerThanItMayBe_KeepsItsNewestFiles()
    {
        const int keep = 8000;
        for (var i = 1; i <= 100; i++)
        {
            await WriteAsync(Options() with { Server = $"{i:0000}", KeepBytes = keep }, [Prediction((ulong)i)]);
            _folder.Files.Sum(x => new FileInfo(_folder[x]).Length).ShouldBeLessThanOrEqualTo(keep);
        }

        var (entries, _) = await ReadAsync();

        entries.Count.ShouldBeGreaterThan(5);
        entries.Select(x => x.Id).ShouldBe(Enumerable.Range(101 - entries.Count, entries.Count)
            .Select(x => PredictionId.Of(1, (ulong)x)));
    }

    [Fact]
    public async Task Log_ReadWhileFilesGo_IsReadWithoutThem()
    {
        await WriteAsync(Options(), [Prediction(1)]);
        await WriteAsync(Options() with { Server = "0002" }, [Prediction(2)]);
        var log = new PredictionLogFolder(_folder.Path);
        await using var entries = log.ReadAsync(new Problems(), Token).GetAsyncEnumerator(Token);
        await entries.MoveNextAsync();
        File.Delete(_folder[_folder.Files.Last()]);

        (await entries.MoveNextAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Log_OlderThanItMayBe_GoesWhenTheNextFileBegins()
    {
        await WriteAsync(Options(), [Prediction(1)]);
        File.SetLastWriteTimeUtc(_folder[_folder.Files.Single()], _clock.GetUtcNow().UtcDateTime);
        _clock.Advance(TimeSpan.FromDays(91));

        await WriteAsync(Options() with { Server = "0002" }, [Prediction(2)]);

        (await ReadAsync()).Entries.Single().Id.ShouldBe(PredictionId.Of(1, 2));
    }

    [Fact]
    public async Task Log_OfAServerThatStillWrites_IsLeftAlone()
    {
        await using var other = Writer(Options());
        other.TryWrite(Prediction(1));
        await WrittenAsync(PredictionId.Of(1, 1));

        await WriteAsync(Options() with { Server = "0002", KeepBytes = 4, KeepFor = TimeSpan.Zero }, [Prediction(2)]);

        (await ReadAsync()).Entries.Select(x => x.Id).ShouldContain(PredictionId.Of(1, 1));
    }

    [Fact]
    public async Task Log_AfterADay_GoesOnInTheNextFile()
    {
        await using (var log = Writer(Options()))
        {
            log.TryWrite(Prediction(1));
            await WrittenAsync(PredictionId.Of(1, 1));
            _clock.Advance(TimeSpan.FromDays(1));
            log.TryWrite(Prediction(2));
        }

        _folder.Files.Count().ShouldBe(2);
    }

    [Fact]
    public async Task Log_OfAKilledServer_IsReadButForTheTornLine()
    {
        await WriteAsync(Options(), [Prediction(1)]);
        var file = _folder[_folder.Files.Single()];
        await File.AppendAllTextAsync(file, "{\"type\":\"prediction/v1\",\"id\"", Token);

        var (entries, problems) = await ReadAsync();

        entries.Count.ShouldBe(1);
        problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Log_WithALineThatIsNoEntry_SaysWhereAndReadsOn()
    {
        await WriteAsync(Options(), [Prediction(1)]);
        var file = _folder.Files.Single();
        _folder.Write(file, "nonsense\n" + _folder.Read(file));

        var (entries, problems) = await ReadAsync();

        entries.Count.ShouldBe(1);
        problems.Single().Line.ShouldBe(1);
    }

    [Fact]
    public async Task Log_WithALineLongerThanItsBuffer_IsRead()
    {
        var names = new[] { "text" };
        var long1 = Prediction(1) with { Inputs = new LoggedValues(names, [LoggedValue.Of(new string('x', 300_000))]) };
        await WriteAsync(Options(), [Prediction(1), long1, Prediction(3)]);

        var (entries, problems) = await ReadAsync();

        entries.Count.ShouldBe(3);
        problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Log_ThatCannotBeWritten_CountsAndTellsOnce()
    {
        _folder.Write("taken", "a file where the folder should be");
        var log = Writer(Options() with { Folder = _folder["taken"] });

        for (var i = 0; i < 5; i++)
            log.TryWrite(Prediction(1));
        await log.DisposeAsync();

        log.Dropped.ShouldBe(5);
        _failures.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Log_AfterItsEnd_TakesNothing()
    {
        var log = Writer(Options());
        await log.DisposeAsync();

        var isTaken = log.TryWrite(Prediction(1));

        isTaken.ShouldBeFalse();
        log.Dropped.ShouldBe(1);
    }

    [Fact]
    public async Task Folder_ThatIsNotThere_HasNoEntries()
    {
        var entries = await new PredictionLogFolder(_folder["nothing"]).ReadAsync(new Problems(), Token).ToListAsync(Token);

        entries.ShouldBeEmpty();
    }

    public void Dispose() => _folder.Dispose();

    private PredictionLogOptions Options() => new() { Folder = _folder.Path, Server = "0001" };

    private PredictionLogWriter Writer(PredictionLogOptions options) => new(options, _clock, _failures.Add);

    private async Task WrittenAsync(PredictionId id)
    {
        while ((await ReadAsync()).Entries.All(x => x.Id != id))
            await Task.Yield();
    }

    private async Task WriteAsync(PredictionLogOptions options, IEnumerable<PredictionLogEntry> entries)
    {
        await using var log = Writer(options);
        foreach (var entry in entries)
            log.TryWrite(entry).ShouldBeTrue();
    }

    private async Task<(List<PredictionLogEntry> Entries, List<Problem> Problems)> ReadAsync()
    {
        var problems = new Problems();
        var entries = await new PredictionLogFolder(_folder.Path).ReadAsync(problems, Token).ToListAsync(Token);
        return (entries, problems.All);
    }

    private PredictionLogEntry.Prediction Prediction(ulong number) => new()
    {
        Id = PredictionId.Of(1, number),
        Time = _clock.GetUtcNow(),
        Model = new ServedModel(ModelName.Parse("loan-default"), new ModelVersion(3), Digest.OfText("model"), "staging", 7),
        Route = "stable",
        Inputs = new LoggedValues(["income", "age", "purpose"], [LoggedValue.Of(1.5), default, LoggedValue.Of("car \"new\" é")]),
        Outputs = new LoggedValues(["probability"], [LoggedValue.Of(0.25)]),
        Latency = TimeSpan.FromMicroseconds(750),
        SamplingProbability = 0.5,
        TraceId = "4bf92f3577b34da6a3ce929d0e0e4736",
    };

    private PredictionLogEntry.Feedback Feedback() => new()
    {
        Id = PredictionId.Of(1, 1),
        Time = _clock.GetUtcNow(),
        Outcome = LoggedValue.Of("yes"),
    };

    private static string Line(PredictionLogEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>();
        PredictionLine.Write(entry, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static Validated<PredictionLogEntry> Read(string line) =>
        PredictionLineReader.Read(Encoding.UTF8.GetBytes(line), new SourceLocation("log.jsonl", 1));

    private sealed class Problems : IProgress<Problem>
    {
        public List<Problem> All { get; } = [];

        public void Report(Problem value) => All.Add(value);
    }
}
