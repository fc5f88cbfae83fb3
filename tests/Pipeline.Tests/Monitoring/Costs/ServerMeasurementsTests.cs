using Pipeline.Core.Checks;
using Pipeline.Evaluation.Serving;
using Pipeline.Testing;

namespace Pipeline.Monitoring.Costs;

public class ServerMeasurementsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Measurements_OfUsage_HaveTheirUnits()
    {
        var usage = new Usage
        {
            Seconds = 100,
            MeasuredSeconds = 100,
            CpuSeconds = 50,
            MemoryByteSeconds = 100 * 2e8,
            Requests = 200,
            Failed = 4,
            Latencies = [new(0.01, 100), new(0.1, 200), new(null, 200)],
        };

        var measured = ServerMeasurements.Of(usage, cost: null);

        measured.Select(x => (x.Name, Math.Round(((MeasuredValue.Number)x.Value).Value, 9))).ShouldBe(
        [
            ("server_latency_p50", 10.0), ("server_latency_p95", 91.0), ("server_latency_p99", 98.2), ("error_rate", 0.02),
            ("server_requests", 200.0), ("cpu", 0.5), ("cpu_seconds", 50.0), ("memory", 200.0),
        ]);
    }

    [Fact]
    public void Measurements_OfNothing_SayWhy() =>
        ServerMeasurements.Of(Usage.None, cost: null).Where(x => x.Name != "server_requests")
            .ShouldAllBe(x => x.Value is MeasuredValue.NotApplicable || x.Value is MeasuredValue.NotMeasured);

    [Fact]
    public async Task Folder_TwoLooks_KeepsTheBookAndTheEstimates()
    {
        using var folder = new TemporaryFolder();
        var token = TestContext.Current.CancellationToken;
        var usage = new UsageFolder(folder.Path);
        await usage.LookAsync([new Sensor(0), new Gone()], null, token);

        var book = await usage.LookAsync([new Sensor(1), new Gone()], TimeSpan.FromMinutes(15), token);
        await usage.WriteEmissionsAsync(book, new EnergySpec(), "production of loan-default", token);

        (await usage.ReadAsync(token)).Slots.Count.ShouldBe(4);
        (await usage.ReadAsync(token)).Days.ShouldHaveSingleItem().Usage.Requests.ShouldBe(100);
        folder.Read("emissions.csv").Split('\n').Length.ShouldBe(3);
    }

    [Fact]
    public void Servers_OfThreeDays_AreSummedUpWithTheirCostAndEnergy()
    {
        var usage = new Usage { Seconds = 86400, MeasuredSeconds = 86400, CpuSeconds = 8640, Requests = 1200 };
        var days = Enumerable.Range(1, 3).Select(x => new UsageDay(new DateOnly(2026, 5, x), usage)).ToList();
        var book = UsageBook.Empty with { Days = days };

        var servers = MonitoredServers.Of(book, Prices, new EnergySpec(), new DateOnly(2026, 5, 3))!;

        (servers.From.Day, servers.To.Day).ShouldBe((1, 3));
        servers.Usage.Requests.ShouldBe(3600);
        ((MeasuredValue.Number)servers.Cost!.Per1000.Value).Value.ShouldBe(1, 1e-12);
        ((MeasuredValue.Number)servers.Cost.Of(usage with { Requests = 2400 }).Value).Value.ShouldBe(0.5, 1e-12);
        servers.Energy!.Kwh.ShouldBe(((0.74 * 8640) + (2.76 * 8640)) * 3 * 1.135 / 3.6e6, 1e-9);
        MonitoredServers.Of(book, null, new EnergySpec(), new DateOnly(2026, 5, 3))!.Cost.ShouldBeNull();
        MonitoredServers.Of(book, Prices, new EnergySpec(), new DateOnly(2027, 5, 3)).ShouldBeNull();
    }

    [Fact]
    public void Servers_TooLargeForAllOfTheTable_SayWhyThereIsNoCost()
    {
        var usage = new Usage { Seconds = 60, MeasuredSeconds = 60, MemoryByteSeconds = 60 * 9e9 };
        var book = UsageBook.Empty with { Days = [new UsageDay(new DateOnly(2026, 5, 1), usage)] };

        var servers = MonitoredServers.Of(book, Prices, new EnergySpec(), new DateOnly(2026, 5, 1))!;

        servers.Cost.ShouldBeNull();
        servers.WithoutCost!.ShouldContain("No server of evaluation.prices has room");
    }

    private static PriceTable Prices { get; } = new()
    {
        Currency = "EUR",
        Servers = new Dictionary<string, ServerPrice> { ["small"] = new() { Processors = 2, Memory = 4000, PerHour = 0.05 } },
    };

    private sealed class Sensor(int hour) : IServerSensor
    {
        public Task<ServerReading?> ReadAsync(CancellationToken cancellationToken) =>
            Task.FromResult<ServerReading?>(new ServerReading("revision-1", Noon.AddHours(hour))
            {
                StartedAt = Noon,
                CpuSeconds = hour * 60,
                MemoryBytes = 100_000_000,
                Requests = hour * 100,
            });
    }

    private sealed class Gone : IServerSensor
    {
        public Task<ServerReading?> ReadAsync(CancellationToken cancellationToken) => Task.FromResult<ServerReading?>(null);
    }
}
