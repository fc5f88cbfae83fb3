namespace Pipeline.Models.Documents;

/// <summary>How many numbers are in a range.</summary>
/// <param name="Low">Above this one; the first bin has it too.</param>
/// <param name="High">Up to and with this one.</param>
/// <param name="Count">About how many, as the quantiles have it.</param>
public sealed record HistogramBin(double Low, double High, double Count)
{
    /// <summary>The share of the positive class among them; null where that is not known.</summary>
    public double? LabelRate { get; init; }
}
