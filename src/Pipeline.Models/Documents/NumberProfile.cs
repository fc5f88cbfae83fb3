namespace Pipeline.Models.Documents;

/// <summary>What the numbers of a column are like.</summary>
public sealed record NumberProfile
{
    public required double Mean { get; init; }

    /// <summary>Of the sample, with n - 1; null where its square is more than a double holds.</summary>
    public double? StandardDeviation { get; init; }

    public required double Min { get; init; }

    public required double Max { get; init; }

    /// <summary>The numbers below which a share of all is, by that share; off by a rank of 1 percent.</summary>
    public required IReadOnlyDictionary<string, double> Quantiles { get; init; }

    /// <summary>Bins of one width between the first and the last percent, and one on each side.</summary>
    public required IReadOnlyList<HistogramBin> Histogram { get; init; }
}
