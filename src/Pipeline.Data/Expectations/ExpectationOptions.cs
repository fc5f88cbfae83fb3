using Pipeline.Core.Checks;
using Pipeline.Data.Spilling;

namespace Pipeline.Data.Expectations;

/// <summary>What expectations need that neither the manifest nor the rows have.</summary>
internal sealed record ExpectationOptions
{
    /// <summary>Where everything goes that does not fit into memory.</summary>
    public required SpillFile Spill { get; init; }

    /// <summary>The moment that freshness is counted from.</summary>
    public required DateTimeOffset Now { get; init; }

    public ExpectationCatalog Catalog { get; init; } = ExpectationCatalog.Empty;

    /// <summary>Which rows fail is remembered of all, to set them aside later.</summary>
    public bool KeepsRows { get; init; }

    /// <summary>
    /// How many rows an expectation that compares rows keeps in memory in each partition, 16 bytes each and twice: 32 MB of 8
    /// partitions.
    /// </summary>
    public int HeldRows { get; init; } = 1 << 17;

    /// <summary>How many numbers an expectation about quantiles keeps in memory in each partition: 32 MB of 8.</summary>
    public int HeldNumbers { get; init; } = 1 << 19;
}
