namespace Pipeline.Statistics;

/// <summary>A value that occurs often.</summary>
/// <param name="Value">As it stands in the data; a long one is cut off.</param>
/// <param name="Count">How often, at least.</param>
public sealed record FrequentItem(string Value, long Count)
{
    /// <summary>The sum of what is predicted, over the rows with this value where that is known.</summary>
    public double TargetSum { get; init; }

    /// <summary>How many rows these are.</summary>
    public long TargetCount { get; init; }
}
