using Pipeline.Core.Checks;
using Pipeline.Evaluation.Serving;

namespace Pipeline.Monitoring.Costs;

public class RunningCostTests
{
    private static readonly DateOnly First = new(2026, 5, 1);

    private static readonly PriceTable Prices = new()
    {
        Currency = "EUR",
        Servers = new Dictionary<string, ServerPrice>
        {
            ["small"] = new() { Processors = 1, Memory = 100, PerHour = 0.02 },
            ["medium"] = new() { Processors = 2, Memory = 4000, PerHour = 0.05 },
            ["large"] = new() { Processors = 8, Memory = 16000, PerHour = 0.20 },
        },
    };

    [Fact]
    public void Cost_OfDays_IsHoursTimesPrice()
    {
        var cost = RunningCost.Of(Book(24_000, 24_000), Prices, First, First.AddDays(1)).OrThrow();

        // The cheapest with room for 200 MB: 24 h of 0.05 for 24,000 predictions.
        cost.Server.ShouldBe("medium");
        cost.Total.ShouldBe(2.4, 1e-9);
        ((MeasuredValue.Number)cost.Per1000.Value).Value.ShouldBe(0.05, 1e-9);
        cost.Per1000.Samples.ShouldBe(48_000);
        cost.PerMonth!.Value.ShouldBe(0.05 * 730.5, 1e-9);
        cost.TrendPerWeek.ShouldBeNull();
    }

    [Fact]
    public void Trend_OfLessAndLessTraffic_SaysHowMuchDearerItBecomes()
    {
        // 1,000 predictions cost 1.2, 1.21, 1.22 ... and once, on a day with hardly any, 1,200.
        double[] requests = [.. Enumerable.Range(0, 15).Select(x => x == 7 ? 1 : 1000 * 1.2 / (1.2 + (0.01 * x)))];

        var cost = RunningCost.Of(Book(requests), Prices, First, First.AddDays(20)).OrThrow();

        cost.TrendPerWeek!.Value.ShouldBe(0.07 / 1.27, 0.005);
    }

    [Fact]
    public void Cost_WithoutRequests_DoesNotApply()
    {
        var cost = RunningCost.Of(Book(0, 0), Prices, First, First.AddDays(1)).OrThrow();

        cost.Per1000.Value.ShouldBeOfType<MeasuredValue.NotApplicable>();
        cost.Total.ShouldBeGreaterThan(0);
        cost.Days.ShouldAllBe(x => x.Per1000 == null);
    }

    [Fact]
    public void Cost_NoServerHasRoom_IsAProblem()
    {
        var prices = Prices with { Servers = new Dictionary<string, ServerPrice> { ["small"] = Prices.Servers["small"] } };

        RunningCost.Of(Book(1), prices, First, First).Problems.ShouldHaveSingleItem().Message.ShouldContain("No server");
        RunningCost.Of(Book(1), prices with { Server = "small" }, First, First).IsValid.ShouldBeTrue();
    }

    [Fact]
    public void Energy_OfADay_FollowsItsFormula()
    {
        var usage = Book(1000).Days[0].Usage with { ProcessorSeconds = 2 * 86_400 };

        var energy = EnergyEstimate.Of(usage, new EnergySpec { GramsPerKwh = 400 }).ShouldNotBeNull();

        // Two processors at rest, half of one busy; 0.2 GB.
        energy.CpuKwh.ShouldBe(((0.74 * 2) + ((3.5 - 0.74) * 0.5)) * 24 / 1000, 1e-9);
        energy.MemoryKwh.ShouldBe(0.392 * 0.2 * 24 / 1000, 1e-9);
        energy.Kwh.ShouldBe((energy.CpuKwh + energy.MemoryKwh) * 1.135, 1e-12);
        energy.Kilograms!.Value.ShouldBe(energy.Kwh * 0.4, 1e-12);
        EnergyEstimate.Of(Usage.None, new EnergySpec()).ShouldBeNull();
    }

    [Fact]
    public void Csv_OfDays_HasCodeCarbonsColumns()
    {
        var csv = EmissionsCsv.Of(Book(10, 20), new EnergySpec { GramsPerKwh = 400, Country = "DEU" }, "a, \"b\"", "Linux");

        var lines = csv.Split('\n');
        lines.Length.ShouldBe(4);
        lines[0].ShouldStartWith("timestamp,project_name,run_id,duration,emissions,emissions_rate,cpu_power,");
        lines[0].ShouldEndWith(",ram_total_size,tracking_mode,on_cloud,pue");
        lines[1].ShouldContain(",\"a, \"\"b\"\"\",");
        lines[1].Split(',').Length.ShouldBe(lines[0].Split(',').Length + 1);
    }

    /// <summary>Whole days of one server that is busy half of the time, with so many requests each.</summary>
    private static UsageBook Book(params double[] requests) => UsageBook.Empty with
    {
        Days =
        [
            .. requests.Index().Select(x => new UsageDay(First.AddDays(x.Index), new Usage
            {
                End = new DateTimeOffset(First.AddDays(x.Index + 1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero),
                Seconds = 86_400,
                MeasuredSeconds = 86_400,
                CpuSeconds = 43_200,
                MemoryByteSeconds = 2e8 * 86_400,
                Requests = x.Item,
            })),
        ],
    };
}
