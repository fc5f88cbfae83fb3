namespace Pipeline.Models.Documents;

/// <summary>A value that occurs often.</summary>
/// <param name="Value">As it stands in the data; a long one is cut off.</param>
/// <param name="Count">In how many rows, at least.</param>
public sealed record FrequentValue(string Value, long Count)
{
    /// <summary>
    /// The share of the positive class among them, or the mean of what a regression predicts; null where that is not known.
    /// </summary>
    public double? LabelRate { get; init; }
}
