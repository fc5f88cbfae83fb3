using FsCheck;
using FsCheck.Fluent;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Testing;

namespace Pipeline.Monitoring.Costs;

public class UsageBookTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Take_TwoLooks_CountsWhatGrew()
    {
        var book = UsageBook.Empty.Take([Reading(0, cpu: 10, requests: 100)]).Take([Reading(1, cpu: 40, requests: 1100)]);

        // The server started an hour before the first look, which the book counts too.
        var usage = book.Days.ShouldHaveSingleItem().Usage;
        usage.Seconds.ShouldBe(7200, 1e-6);
        usage.CpuSeconds.ShouldBe(40);
        usage.Requests.ShouldBe(1100);
        usage.BusyProcessors!.Value.ShouldBe(40 / 7200.0, 1e-12);
        usage.MeanMemoryBytes!.Value.ShouldBe(2e8, 1);
    }

    [Fact]
    public void Take_ServerStartedAgain_CountsFromItsStart()
    {
        var again = Reading(2, cpu: 5, requests: 7) with { StartedAt = Noon.AddMinutes(90) };

        var book = UsageBook.Empty.Take([Reading(1, cpu: 40, requests: 1000)]).Take([again]);

        var usage = book.Sum(DateOnly.MinValue, DateOnly.MaxValue);
        usage.Requests.ShouldBe(1007);
        usage.CpuSeconds.ShouldBe(45);
        usage.Seconds.ShouldBe(7200 + 1800, 1e-6);
    }

    [Fact]
    public void Take_CounterFell_CountsWhatItSaysNow() =>
        UsageBook.Empty.Take([Reading(0, 0, 500)]).Take([Reading(1, 0, 20)])
            .Sum(DateOnly.MinValue, DateOnly.MaxValue).Requests.ShouldBe(520);

    [Fact]
    public void Take_TheSameLookAgainOrAClockThatWentBack_CountsNothing()
    {
        var book = UsageBook.Empty.Take([Reading(0, 10, 100)]).Take([Reading(1, 20, 200)]);

        Digest.OfJson(book.Take([Reading(1, 20, 200)])).ShouldBe(Digest.OfJson(book));
        Digest.OfJson(book.Take([Reading(0, 15, 150)])).ShouldBe(Digest.OfJson(book));
    }

    [Fact]
    public void Find_SlotsOfWindows_AddUpToTheirDay()
    {
        var quarter = TimeSpan.FromMinutes(15);
        var book = UsageBook.Empty.Take([Reading(0, 0, 0)], quarter).Take([Reading(1, 0, 100)], quarter)
            .Take([Reading(2, 0, 500)], quarter);

        book.Slots.Count.ShouldBe(12);
        book.Slots.Sum(x => x.Usage.Requests).ShouldBe(500, 1e-9);
        book.Find(Noon, Noon + quarter)!.Requests.ShouldBe(25, 1e-9);
        book.Find(Noon.AddHours(1), Noon.AddHours(2))!.Requests.ShouldBe(400, 1e-9);
        book.Find(Noon.AddHours(1), Noon.AddHours(1) + (quarter / 3))!.Requests.ShouldBe(100 / 3.0, 1e-9);
        book.Find(Noon.AddHours(-2), Noon.AddHours(-1)).ShouldBeNull();
        book.Find(Noon.AddHours(-12), Noon.AddHours(12))!.Requests.ShouldBe(500, 1e-9);
    }

    [Fact]
    public void Take_SlotsOfYears_AreBounded()
    {
        var minute = TimeSpan.FromMinutes(1);
        var book = UsageBook.Empty.Take([Reading(0, 0, 0)], minute).Take([Reading(9000, 0, 500)], minute);

        book.Slots.Count.ShouldBe(UsageBook.MostSlots);
        book.Days.Count.ShouldBeLessThanOrEqualTo(UsageBook.MostDays);
    }

    [Fact]
    public void Take_OverMidnight_IsSharedByTime()
    {
        var book = UsageBook.Empty.Take([Reading(9, 0, 0)]).Take([Reading(13, 0, 1000)]);

        book.Days.Select(x => x.Day.Day).ShouldBe([4, 5]);
        book.Days.Sum(x => x.Usage.Requests).ShouldBe(1000, 1e-9);
        book.Days[1].Usage.Requests.ShouldBe(250, 1e-9);
    }

    [Fact]
    public void Take_SeveralServers_AddsThemUp()
    {
        var (a, b) = (Reading(1, 10, 100), Reading(1, 10, 100) with { Server = "revision-2" });

        UsageBook.Empty.Take([a, b]).Sum(DateOnly.MinValue, DateOnly.MaxValue).Seconds.ShouldBe(2 * 7200, 1e-6);
    }

    /// <summary>However often one looks, the sums are those of the first and the last look.</summary>
    [Fact]
    public void Take_AnyLooks_SumToTheWhole()
    {
        var looks = Gen.ListOf(Gen.Choose(1, 100_000)).Where(x => x.Count > 0);
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20_261_127, 3, 40),
            Prop.ForAll(looks.ToArbitrary(), x => Holds([.. x])));
    }

    [Theory]
    [InlineData(0.5, 0.01)]
    [InlineData(0.9, 0.09)]
    [InlineData(0.99, 0.1)]
    public void Latency_OfBuckets_IsPrometheusQuantile(double quantile, double seconds)
    {
        var usage = new Usage { Latencies = [new(0.01, 50), new(0.1, 95), new(null, 100)] };

        usage.Latency(quantile)!.Value.ShouldBe(seconds, 1e-9);
        Usage.None.Latency(quantile).ShouldBeNull();
    }

    [Fact]
    public void Metrics_OfAServer_AreRead()
    {
        var text =
            """
            # TYPE pipeline_requests_total counter
            pipeline_requests_total{otel_scope_name="Pipeline.Serving",route="predict",status="200"} 90 1764230000000
            pipeline_requests_total{otel_scope_name="Pipeline.Serving",route="predict",status="500"} 10 1764230000000
            pipeline_requests_total{otel_scope_name="Pipeline.Serving",route="metrics",status="200"} 7 1764230000000
            http_server_request_duration_seconds_bucket{http_response_status_code="200",le="0.005"} 60 1
            http_server_request_duration_seconds_bucket{http_response_status_code="200",le="+Inf"} 90 1
            http_server_request_duration_seconds_bucket{http_response_status_code="500",le="0.005"} 1 1
            http_server_request_duration_seconds_bucket{http_response_status_code="500",le="+Inf"} 10 1
            pipeline_requests_total{route="predict",status="200"} NaN
            }{ "" 1
            """;

        var reading = ServerMetrics.Read(text, new ServerReading("a", Noon));

        reading.Requests.ShouldBe(100);
        reading.Failed.ShouldBe(10);
        reading.Latencies.ShouldBe([new LatencyBucket(0.005, 61), new LatencyBucket(null, 100)]);
        ServerMetrics.Read("", new ServerReading("a", Noon)).Requests.ShouldBeNull();
    }

    [Fact]
    public void Process_OfLinux_IsRead()
    {
        var values = Enumerable.Range(0, 50).Select(x => x switch { 11 => 250, 12 => 50, 19 => 1000, 21 => 3, _ => 0 });
        var fields = string.Join(' ', values);

        var read = ProcessFiles.Parse($"42 (a) b) ) {fields}", "btime 1764230000").ShouldNotBeNull();

        read.CpuSeconds.ShouldBe(3);
        read.MemoryBytes.ShouldBe(3 * 4096);
        read.StartedAt.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1_764_230_010));
        ProcessFiles.Parse("42 (a) S", "btime 1").ShouldBeNull();
    }

    [Fact]
    public async Task Sensor_OfThisProcess_SeesWhatItUses()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("There is no /proc.");
        using var server = Channels.HttpStandIn.Start();
        server.Answers.Enqueue((200, "pipeline_requests_total{route=\"predict\",status=\"200\"} 5\n", null));
        var sensor = new ProcessSensor("me", Environment.ProcessId, new Uri($"{server.Address}/metrics"), TimeProvider.System);

        var reading = (await sensor.ReadAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull();

        reading.Requests.ShouldBe(5);
        reading.CpuSeconds!.Value.ShouldBeGreaterThan(0);
        reading.MemoryBytes!.Value.ShouldBeInRange(10_000_000, 64L << 30);
        (DateTimeOffset.UtcNow - reading.StartedAt!.Value).ShouldBeInRange(TimeSpan.FromSeconds(-2), TimeSpan.FromHours(2));
    }

    [Fact]
    public async Task Book_WrittenAndRead_IsTheSame()
    {
        using var folder = new TemporaryFolder();
        var book = UsageBook.Empty.Take([Reading(1, 10, 100) with { Latencies = [new(0.1, 5), new(null, 9)] }]);

        await DocumentFile.WriteAsync(folder["usage.json"], book, TestContext.Current.CancellationToken);
        var read = await DocumentFile.ReadAsync<UsageBook>(folder["usage.json"], TestContext.Current.CancellationToken);

        Digest.OfJson(read.Value).ShouldBe(Digest.OfJson(book));
    }

    private static bool Holds(IReadOnlyList<int> seconds)
    {
        var (book, at, count) = (UsageBook.Empty, 0L, 0L);
        foreach (var step in seconds)
        {
            (at, count) = (at + step, count + step % 17);
            var reading = new ServerReading("a", Noon.AddSeconds(at)) { StartedAt = Noon, CpuSeconds = count, Requests = count };
            book = book.Take([reading]);
        }

        var sum = book.Sum(DateOnly.MinValue, DateOnly.MaxValue);
        var (time, requests, cpu) = (sum.Seconds - at, sum.Requests - count, sum.CpuSeconds - count);
        return Math.Abs(time) < 1e-3 && Math.Abs(requests) < 1e-6 && Math.Abs(cpu) < 1e-6;
    }

    private static ServerReading Reading(double hour, double cpu, double requests) => new("revision-1", Noon.AddHours(hour))
    {
        StartedAt = Noon.AddHours(-1),
        CpuSeconds = cpu,
        MemoryBytes = 200_000_000,
        Requests = requests,
        Failed = 0,
    };
}
