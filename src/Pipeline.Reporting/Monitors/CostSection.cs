using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Monitoring;
using Pipeline.Monitoring.Costs;
using Pipeline.Reporting.ModelCards;
using Pipeline.Reporting.Pages;
using Pipeline.Reporting.Plots;

namespace Pipeline.Reporting.Monitors;

/// <summary>What servers used, what that costs, and how much energy it takes.</summary>
internal static class CostSection
{
    public static ReportSection Of(MonitorDocument document, WindowSeries series)
    {
        if (document.Servers is not { } servers)
            return new ReportSection("costs", "Servers and costs", null);
        return new ReportSection(
            "costs",
            "Servers and costs",
            $"What servers used from {Day(servers.From)} to {Day(servers.To)}, read from them at each look; "
            + $"{servers.Running} of them ran at the last one. {servers.WithoutCost}".TrimEnd())
        {
            Figures = [.. Figures(document, servers, series).OfType<ReportFigure>()],
            Grids =
            [
                new ReportGrid(["what", "#figure", "how"], [.. Rows(servers)]),
                new ReportGrid(["assumed", "#value", "from"], [.. Assumptions(servers.Assumed)])
                {
                    Folded = "What the estimate of energy assumes",
                },
            ],
        };
    }

    /// <summary>"0.0031 EUR"; null where it is not known.</summary>
    public static string? Per1000(MonitorDocument document) =>
        document.Servers?.Cost is { Per1000.Value: MeasuredValue.Number } cost ? MeasurementWords.Value(cost.Per1000) : null;

    /// <summary>"36.5 EUR a month"; null where it is not known.</summary>
    public static string? PerMonth(MonitorDocument document) => document.Servers?.Cost is { PerMonth: { } month } cost
        ? $"{Money(month)} {cost.Currency} a month"
        : null;

    private static IEnumerable<ReportFigure?> Figures(MonitorDocument document, MonitoredServers servers, WindowSeries series)
    {
        yield return Costs(document, servers, series);
        yield return Used(
            document, series, "cpu", "Processors", "busy on average, of one server",
            "Seconds of processors that servers used, in the seconds that they ran.");
        yield return Used(document, series, "memory", "Memory", "MB, of one server", "Resident, on average between looks.");
    }

    private static ReportFigure? Used(
        MonitorDocument document, WindowSeries series, string name, string title, string upwards, string caption) =>
        series.Count == 0 ? null : series.Draw(
            name,
            title,
            upwards,
            [series.Zero, .. RuleSection.Limits(document, series, name), .. Line(series, name, title), .. series.Revisions()],
            caption);

    private static ReportFigure? Costs(MonitorDocument document, MonitoredServers servers, WindowSeries series)
    {
        var limits = RuleSection.Limits(document, series, RunningCost.Name).ToList();
        if (series.Count > 1 && series.Draw(
            "cost",
            "Cost of 1,000 predictions",
            servers.Cost?.Currency ?? "",
            [series.Zero, .. limits, .. Line(series, RunningCost.Name, "in each window")],
            "The hours of all servers, times their price, by what they were asked.") is { } figure)
            return figure;
        var days = servers.Cost?.Days.Where(x => x.Per1000 is not null).ToList() ?? [];
        return days.Count < 2 ? null : new ReportFigure(
            "cost",
            new XyPlot
            {
                Title = "Cost of 1,000 predictions",
                X = "days, in UTC",
                Y = servers.Cost!.Currency,
                IsOverTime = true,
                Height = 170,
                Marks =
                [
                    new PlotMark.Line([.. days.Select(x => At(x.Day))], [.. days.Select(x => x.Per1000!.Value)]),
                ],
            },
            "The hours of all servers, times their price, by what they were asked.");
    }

    private static double At(DateOnly day) => TimeScale.Of(new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero));

    private static IEnumerable<PlotMark> Line(WindowSeries series, string name, string words) =>
        series.Line(WindowSeries.Numbers(series.Find(name)), words);

    private static IEnumerable<IReadOnlyList<ReportCell>> Rows(MonitoredServers servers)
    {
        var usage = servers.Usage;
        yield return Row("requests", Figure.OfWhole((long)Math.Round(usage.Requests)), "to predict, as servers count them");
        yield return Row(
            "server hours", Figure.Of(Math.Round(usage.Seconds / 3600, 2)), "added up over all servers");
        if (usage.MeasuredSeconds > 0)
        {
            yield return Row("processor time", $"{Figure.Of(Math.Round(usage.CpuSeconds, 1))} s", "of one processor");
            yield return Row(
                "memory", $"{Figure.Of(Math.Round(usage.MeanMemoryBytes!.Value / 1e6, 1))} MB", "of one server, on average");
        }

        if (servers.Cost is { } cost)
        {
            var price = $"as '{cost.Server}' for {Money(cost.PerHour)} {cost.Currency} an hour";
            yield return Row("cost of these days", $"{Money(cost.Total)} {cost.Currency}", price);
            yield return Row("cost of 1,000 predictions", MeasurementWords.Value(cost.Per1000), "a request counts as one");
            if (cost.PerMonth is { } month)
                yield return Row("a month", $"{Money(month)} {cost.Currency}", "projected from the hours of these days");
            if (cost.TrendPerWeek is { } trend)
            {
                yield return Row(
                    "trend", $"{(trend >= 0 ? "+" : "")}{Figure.OfPercent(Math.Round(trend, 3))} a week",
                    "of the cost of 1,000 predictions: the median slope between days");
            }
        }

        if (servers.Energy is not { } energy)
            yield break;
        yield return Row("energy", Scaled(energy.Kwh, "kWh", "Wh"), "an estimate, with what the data centre draws");
        if (energy.Kilograms is { } carbon)
            yield return Row("emissions", Scaled(carbon, "kg", "g"), "of CO2, by what a kWh causes there");
    }

    private static IEnumerable<IReadOnlyList<ReportCell>> Assumptions(EnergySpec assumed)
    {
        yield return Row("a processor at rest", $"{Figure.Of(assumed.WattsIdle)} W", "monitoring.energy.watts-idle");
        yield return Row("a busy processor", $"{Figure.Of(assumed.WattsBusy)} W", "monitoring.energy.watts-busy");
        yield return Row("a GB of memory", $"{Figure.Of(assumed.WattsPerGb)} W", "monitoring.energy.watts-per-gb");
        yield return Row("the data centre, for each W (PUE)", Figure.Of(assumed.Pue), "monitoring.energy.pue");
        if (assumed.GramsPerKwh is { } grams)
            yield return Row("a kWh", $"{Figure.Of(grams)} g of CO2", "monitoring.energy.grams-per-kwh");
    }

    private static IReadOnlyList<ReportCell> Row(string what, string figure, string how) =>
        [what, figure, new(how) { IsReason = true }];

    /// <summary>In the smaller unit, of which the larger one has a thousand, where that reads better.</summary>
    private static string Scaled(double value, string unit, string smaller) => value < 0.1
        ? $"{Figure.Of(Math.Round(value * 1000, 4))} {smaller}"
        : $"{Figure.Of(value)} {unit}";

    private static string Money(double amount) => Figure.Of(Math.Abs(amount) >= 1 ? Math.Round(amount, 2) : amount);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
