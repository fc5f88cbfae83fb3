using Pipeline.Evaluation.Serving;

namespace Pipeline.Monitoring.Costs;

/// <summary>What the servers of an environment used of late, what that costs, and how much energy it took, estimated.</summary>
public sealed record MonitoredServers
{
    /// <summary>How many days are summed up, today among them.</summary>
    public const int Days = 28;

    /// <summary>The first of the days.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last of the days, which is not over.</summary>
    public required DateOnly To { get; init; }

    /// <summary>How many servers ran at the last look.</summary>
    public required int Running { get; init; }

    /// <summary>Of all servers on these days.</summary>
    public required Usage Usage { get; init; }

    /// <summary>Null without a table of prices, and where none of its servers is large enough.</summary>
    public RunningCost? Cost { get; init; }

    /// <summary>Null where nobody counted what servers used.</summary>
    public EnergyEstimate? Energy { get; init; }

    /// <summary>What the estimate of energy assumes.</summary>
    public required EnergySpec Assumed { get; init; }

    /// <summary>Why there is no cost although there are prices, as a sentence; null where there is nothing to say.</summary>
    public string? WithoutCost { get; init; }

    /// <summary>Null where nobody ever looked at a server.</summary>
    /// <param name="book">What servers used.</param>
    /// <param name="prices">The manifest's <c>evaluation.prices</c>; null without.</param>
    /// <param name="assumed">The manifest's <c>monitoring.energy</c>.</param>
    /// <param name="today">In UTC.</param>
    public static MonitoredServers? Of(UsageBook book, PriceTable? prices, EnergySpec assumed, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(book);
        var first = today.AddDays(1 - Days);
        if (book.Days.FirstOrDefault(x => x.Day >= first && x.Day <= today) is not { } begin)
            return null;
        var usage = book.Sum(begin.Day, today);
        var cost = prices is null ? null : RunningCost.Of(book, prices, begin.Day, today);
        return new MonitoredServers
        {
            From = begin.Day,
            To = today,
            Running = book.Last.Count,
            Usage = usage,
            Cost = cost is { IsValid: true } ? cost.Value : null,
            Energy = EnergyEstimate.Of(usage, assumed),
            Assumed = assumed,
            WithoutCost = cost is { IsValid: false } ? cost.Problems[0].Message : null,
        };
    }
}
