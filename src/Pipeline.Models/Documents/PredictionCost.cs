using Pipeline.Core.Checks;

namespace Pipeline.Models.Documents;

/// <summary>What predictions cost, by a table of prices and what was measured in the server, on one machine.</summary>
public sealed record PredictionCost
{
    /// <summary>What gates and documents call it.</summary>
    public const string Name = "cost_per_1000_predictions";

    /// <summary>As the table of prices has it: "EUR".</summary>
    public required string Currency { get; init; }

    /// <summary>The share of what a server could answer that it is asked; above 0 and at most 1.</summary>
    public required double Utilisation { get; init; }

    /// <summary>The server that gates are held against: the one named, else the cheapest that is large enough.</summary>
    public string? Server { get; init; }

    /// <summary>In the order of the table.</summary>
    public required IReadOnlyList<ServerCost> Servers { get; init; }
}

/// <summary>What predictions cost on one server of the table.</summary>
public sealed record ServerCost
{
    /// <summary>As the table has it.</summary>
    public required string Name { get; init; }

    /// <summary>In the table's currency.</summary>
    public required double PricePerHour { get; init; }

    public required double Processors { get; init; }

    /// <summary>In MB of a million bytes.</summary>
    public required double Memory { get; init; }

    /// <summary>The model's server has room in its memory; null where that was not measured.</summary>
    public bool? IsLargeEnough { get; init; }

    /// <summary>
    /// What 1,000 predictions cost: price per hour / (predictions per hour * utilisation) * 1000. Throughput is taken as
    /// proportional to processors where the server has fewer than the machine that it was measured on, and never as higher.
    /// </summary>
    public required Measurement Per1000 { get; init; }
}
