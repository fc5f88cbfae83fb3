using Pipeline.Core.Artifacts;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Delivery.Monitoring;
using Pipeline.Delivery.Reports;
using Pipeline.Monitoring;
using Pipeline.Monitoring.Costs;
using Pipeline.Monitoring.Windows;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery.Monitoring;

/// <summary>What a look leaves for people and programs.</summary>
public sealed class MonitorFacesTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly ModelName Name = ModelName.Parse("loan-default");

    private static readonly Usage Used = new()
    {
        Seconds = 3600,
        MeasuredSeconds = 3600,
        CpuSeconds = 36,
        MemoryByteSeconds = 3600 * 2e8,
        Requests = 24310,
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_OfALook_AreADocumentAPageAndMetricsSideBySide()
    {
        var token = TestContext.Current.CancellationToken;
        var artifacts = new ArtifactLayout(_folder.Path, Name);

        await MonitorFiles.WriteAsync(artifacts, Document(Servers(prices: true)), token);

        const string Place = "artifacts/loan-default/monitoring/production";
        Directory.GetFiles(_folder[Place]).Select(Path.GetFileName).Order()
            .ShouldBe(["monitor.json", "monitor.prom", "monitoring.html"]);
        (await DocumentFile.ReadAsync<MonitorDocument>(_folder[$"{Place}/monitor.json"], token)).OrThrow()
            .Servers!.Cost!.Currency.ShouldBe("EUR");
        _folder.Read($"{Place}/monitoring.html").ShouldStartWith("<!DOCTYPE html>");
        _folder.Read($"{Place}/monitor.prom").ShouldContain("pipeline_monitor_cost_per_month{");
    }

    [Fact]
    public void Costs_InALine_FitTheConsole()
    {
        var line = MonitorTables.OfCosts(Document(Servers(prices: true)))!;

        line.ShouldBe("Servers: 24,310 requests, 1.23 EUR per 1,000, 36.5 EUR a month, +2 % a week.");
        line.Length.ShouldBeLessThanOrEqualTo(80);
        MonitorTables.OfCosts(Document(Servers(prices: false)))
            .ShouldBe("Servers: 24,310 requests; evaluation.prices has no price of a server.");
        MonitorTables.OfCosts(Document(null)).ShouldBeNull();
    }

    [Fact]
    public void Windows_WithKnownUsage_HaveTheirOwnCost()
    {
        var known = Window(Noon);
        var book = UsageBook.Empty with { Slots = [new UsageSlot(Noon, Noon.AddHours(1), Used)] };

        var added = ServerLook.Add([Window(Noon.AddHours(-1)), known], book, Servers(prices: true));

        added[0].Measurements.Select(x => x.Name).ShouldBe(ServerMeasurements.Names);
        added[0].Measurements.ShouldAllBe(x => x.Value is MeasuredValue.NotApplicable);
        added[1].Measurements.Select(x => x.Name).ShouldBe(ServerMeasurements.Names);
        added[1].Measurements[^1].Value.ShouldBeOfType<MeasuredValue.Number>().Value.ShouldBe(0.05 / 24.31, 1e-9);
    }

    private static WindowDocument Window(DateTimeOffset from)
    {
        var profile = new Pipeline.Models.Documents.ColumnProfile
        {
            Name = "latency",
            Type = Pipeline.Models.Documents.DataType.Number,
            Count = 0,
            Missing = 0,
        };
        return new WindowDocument
        {
            Series = new WindowSeries(Digest.OfText("model"), IsShadow: false),
            Model = Name,
            From = from,
            To = from.AddHours(1),
            Rows = 0,
            Predictions = 0,
            InputProfiles = [],
            OutputProfiles = [],
            Latency = profile,
        };
    }

    private static MonitorDocument Document(MonitoredServers? servers) => new()
    {
        Model = Name,
        Version = new ModelVersion(3),
        Environment = "production",
        At = Noon,
        Length = "1h",
        Windows = [],
        Servers = servers,
    };

    private static MonitoredServers Servers(bool prices) => new()
    {
        From = new DateOnly(2026, 5, 4),
        To = new DateOnly(2026, 5, 4),
        Running = 1,
        Usage = Used,
        Assumed = new EnergySpec(),
        Cost = !prices ? null : new RunningCost
        {
            Currency = "EUR",
            Server = "small",
            PerHour = 0.05,
            Total = 0.05,
            PerMonth = 36.525,
            TrendPerWeek = 0.02,
            Days = [],
            Per1000 = new Measurement { Name = RunningCost.Name, Unit = "EUR", Value = 1.234 },
        },
    };
}
