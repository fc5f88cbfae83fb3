using Pipeline.Core.Checks;
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
            ("latency_p50", 10.0), ("latency_p95", 91.0), ("latency_p99", 98.2), ("error_rate", 0.02), ("cpu", 0.5),
            ("memory", 200.0),
        ]);
    }

    [Fact]
    public void Measurements_OfNothing_SayWhy() =>
        ServerMeasurements.Of(Usage.None, cost: null)
            .ShouldAllBe(x => x.Value is MeasuredValue.NotApplicable || x.Value is MeasuredValue.NotMeasured);

    [Fact]
    public async Task Folder_TwoLooks_KeepsTheBookAndTheEstimates()
    {
        using var folder = new TemporaryFolder();
        var token = TestContext.Current.CancellationToken;
        var usage = new UsageFolder(folder.Path);
        await usage.LookAsync([new Sensor(0), new Gone()], token);

        var book = await usage.LookAsync([new Sensor(1), new Gone()], token);
        await usage.WriteEmissionsAsync(book, new EnergySpec(), "production of loan-default", token);

        (await usage.ReadAsync(token)).Days.ShouldHaveSingleItem().Usage.Requests.ShouldBe(100);
        folder.Read("emissions.csv").Split('\n').Length.ShouldBe(3);
    }

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
