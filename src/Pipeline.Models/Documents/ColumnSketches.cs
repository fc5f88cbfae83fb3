namespace Pipeline.Models.Documents;

/// <summary>What profiles are merged by, in base 64.</summary>
public sealed record ColumnSketches
{
    /// <summary>Registers of HyperLogLog, deflated.</summary>
    public required string Distinct { get; init; }

    /// <summary>Of all numbers; null where there are none.</summary>
    public string? Numbers { get; init; }

    /// <summary>Of the numbers in rows of the positive class; null where there are none.</summary>
    public string? PositiveNumbers { get; init; }

    /// <summary>The sum of the squared differences from the mean; null where it is more than a double holds.</summary>
    public double? SquaredDifferences { get; init; }

    /// <summary>The sum of what is predicted over the rows of each frequent value.</summary>
    public IReadOnlyList<double> TargetSums { get; init; } = [];

    /// <summary>In how many rows of each frequent value that is known.</summary>
    public IReadOnlyList<long> TargetCounts { get; init; } = [];
}
