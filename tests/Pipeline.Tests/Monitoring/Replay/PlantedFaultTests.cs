using Pipeline.Monitoring.Performance;
using Pipeline.Testing;

namespace Pipeline.Monitoring.Replay;

/// <summary>Each fault is planted into the same traffic, and has to alert under its own name, soon, and not before.</summary>
public class PlantedFaultTests
{
    private const int Planted = 7;
    private const int Windows = 11;
    private const int Rows = 400;
    private const int Learned = 6;

    private static readonly PerformanceOptions Quick = new() { Resamples = 100 };

    private static readonly Lazy<WatchedModel> Model = new(() => LoanTraffic.Model(Quick, CancellationToken.None));

    public static TheoryData<string> Faults => [.. PlantedFault.All.Select(x => x.Name)];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Fault_ThatIsPlanted_AlertsUnderItsOwnNameAndNotBefore(string name)
    {
        var fault = PlantedFault.All.Single(x => x.Name == name);

        var told = await ReplayAsync(fault);

        told.ShouldNotContain(x => x.Window < Planted);
        told.ShouldContain(x => x.Rule == fault.Rule && x.Column == fault.Column && x.Look <= Planted + 3);
    }

    [Fact]
    public async Task Traffic_WithoutFault_AlertsNobody() => (await ReplayAsync(null)).ShouldBeEmpty();

    private static async Task<IReadOnlyList<ToldAlert>> ReplayAsync(PlantedFault? fault)
    {
        using var folder = new TemporaryFolder();
        var section = new MonitoringSection { Rules = PlantedFault.Rules(Learned) };
        var traffic = new WatchedTraffic(folder["watched"], Model.Value, section, LoanTraffic.Metrics, Quick);
        await traffic.ReplayAsync(
            LoanTraffic.Entries(seed: 5, Windows, Rows, Planted, fault), LoanTraffic.Begin, Windows,
            TestContext.Current.CancellationToken);
        return traffic.Told;
    }
}
