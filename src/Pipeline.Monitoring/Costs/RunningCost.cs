using System.Text.Json.Serialization;
using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Evaluation.Serving;

namespace Pipeline.Monitoring.Costs;

/// <summary>
/// What an environment costs, by a table of prices and what its servers did; nothing in it is assumed but the price.
/// </summary>
public sealed record RunningCost
{
    /// <summary>What rules and documents call it.</summary>
    public const string Name = "cost_per_1000";

    /// <summary>Of a month of a year of 365.25 days.</summary>
    public const double HoursOfMonth = 365.25 * 24 / 12;

    private const double SecondsOfHour = 3600;
    private const int DaysOfTrend = 28;
    private const int LeastDays = 3;

    public required string Currency { get; init; }

    /// <summary>The server of the table whose price is paid for each hour of each server.</summary>
    public required string Server { get; init; }

    /// <summary>What an hour of one server costs.</summary>
    public required double PerHour { get; init; }

    /// <summary>Of the days that were looked at, in the currency.</summary>
    public required double Total { get; init; }

    /// <summary>What 1,000 predictions cost, or why that is not known.</summary>
    public required Measurement Per1000 { get; init; }

    /// <summary>What a month costs with as many servers as there were on average; null where none ran.</summary>
    public double? PerMonth { get; init; }

    /// <summary>
    /// By how much 1,000 predictions become dearer in a week, as a share of what they cost: the median of the slopes between all
    /// pairs of the last 28 days (Theil 1950, Sen 1968), against their median. Null with fewer than three days that had requests.
    /// </summary>
    public double? TrendPerWeek { get; init; }

    /// <summary>Day by day what 1,000 predictions cost; null where nothing was asked.</summary>
    public required IReadOnlyList<DailyCost> Days { get; init; }

    /// <param name="book">What servers did.</param>
    /// <param name="prices">The manifest's <c>evaluation.prices</c>.</param>
    /// <param name="from">The first day.</param>
    /// <param name="to">The last day.</param>
    public static Validated<RunningCost> Of(UsageBook book, PriceTable prices, DateOnly from, DateOnly to)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(prices);
        var days = book.Days.Where(x => x.Day >= from && x.Day <= to).ToList();
        var sum = book.Sum(from, to);
        if (ServerOf(prices, sum) is not { } server)
        {
            return Validated.Invalid<RunningCost>(new Problem(
                "No server of evaluation.prices has room for what servers have in memory.",
                "Name one as evaluation.prices.server, or add a larger one."));
        }

        var price = prices.Servers[server].PerHour;
        var costs = days.Select(x => new DailyCost(x.Day, CostOf(x.Usage, price), Per(x.Usage, price))).ToList();
        return Validated.Valid(new RunningCost
        {
            Currency = prices.Currency,
            Server = server,
            PerHour = price,
            Total = CostOf(sum, price),
            Per1000 = Per1000Of(sum, price, prices.Currency),
            PerMonth = MonthOf(days, price),
            TrendPerWeek = Trend([.. costs.TakeLast(DaysOfTrend).Where(x => x.Per1000 is not null)]),
            Days = costs,
        });
    }

    /// <summary>What 1,000 predictions cost in another time, by the same price.</summary>
    public Measurement Of(Usage usage)
    {
        ArgumentNullException.ThrowIfNull(usage);
        return Per1000Of(usage, PerHour, Currency);
    }

    private static Measurement Per1000Of(Usage usage, double perHour, string currency) => new()
    {
        Name = Name,
        Unit = currency,
        Value = Per(usage, perHour) is { } cost ? cost : new MeasuredValue.NotApplicable("nobody asked for a prediction"),
        Samples = (long)Math.Round(usage.Requests),
    };

    /// <summary>The one named, else the cheapest that has room for the memory and the processors that were in use.</summary>
    private static string? ServerOf(PriceTable prices, Usage usage) => prices.Server ?? prices.Servers
        .Where(x => (usage.MeanMemoryBytes ?? 0) <= x.Value.Memory * 1e6 && (usage.BusyProcessors ?? 0) <= x.Value.Processors)
        .OrderBy(x => x.Value.PerHour).ThenBy(x => x.Key, StringComparer.Ordinal).Select(x => x.Key).FirstOrDefault();

    private static double CostOf(Usage usage, double perHour) => usage.Seconds / SecondsOfHour * perHour;

    private static double? Per(Usage usage, double perHour) =>
        usage.Requests > 0 ? CostOf(usage, perHour) / usage.Requests * 1000 : null;

    /// <summary>
    /// The last day is not over: days before it count in full, and where it is the only one, what there is of it.
    /// </summary>
    private static double? MonthOf(IReadOnlyList<UsageDay> days, double perHour)
    {
        var whole = days.Count > 1 ? days.SkipLast(1).ToList() : [];
        if (whole.Count > 0)
            return whole.Average(x => CostOf(x.Usage, perHour)) / 24 * HoursOfMonth;
        if (days.Count == 0 || days[0].Usage.Seconds <= 0)
            return null;
        var begin = new DateTimeOffset(days[0].Day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var hours = Math.Min(days[0].Usage.Seconds / SecondsOfHour, (days[0].Usage.End - begin).TotalHours);
        return hours > 0 ? CostOf(days[0].Usage, perHour) / hours * HoursOfMonth : null;
    }

    private static double? Trend(IReadOnlyList<DailyCost> days)
    {
        if (days.Count < LeastDays)
            return null;
        var slopes = new List<double>();
        for (var i = 0; i < days.Count; i++)
        {
            for (var j = i + 1; j < days.Count; j++)
                slopes.Add((days[j].Per1000!.Value - days[i].Per1000!.Value) / (days[j].Day.DayNumber - days[i].Day.DayNumber));
        }

        var level = Median([.. days.Select(x => x.Per1000!.Value)]);
        return level > 0 ? Median(slopes) * 7 / level : null;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        var middle = values.Count / 2;
        return values.Count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}

/// <param name="Day">In UTC.</param>
/// <param name="Total">In the currency of the table.</param>
/// <param name="Per1000">What 1,000 predictions cost; null where nothing was asked.</param>
public sealed record DailyCost(
    DateOnly Day, double Total, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Per1000);
