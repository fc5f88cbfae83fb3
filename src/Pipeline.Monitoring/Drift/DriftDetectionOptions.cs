using Pipeline.Core.Problems;

namespace Pipeline.Monitoring.Drift;

/// <summary>
/// How columns are held against a reference. The defaults choose as Evidently does, and are quiet without drift.
/// </summary>
public sealed record DriftDetectionOptions
{
    /// <summary>
    /// The false-discovery rate over all columns of a window, from 0 to 1, both excluded. Default: 0.01, so that of 100 windows
    /// without drift about one has a column that is said to drift, however many columns there are.
    /// </summary>
    public double FalseDiscoveryRate { get; init; } = 0.01;

    /// <summary>The share of drifted columns from which on the dataset drifts, above 0 and up to 1. Default: 0.5.</summary>
    public double DriftShare { get; init; } = 0.5;

    /// <summary>
    /// How many values of a column both the reference and the window must have, at least 2; with fewer nothing is concluded.
    /// Default: 100.
    /// </summary>
    public long MinimumSamples { get; init; } = 100;

    /// <summary>The method for numbers. Default: null, chosen by rows and number of distinct values.</summary>
    public DriftMethod? NumberMethod { get; init; }

    /// <summary>
    /// The method for categories and truth values. Default: null, chosen by rows and number of distinct values.
    /// </summary>
    public DriftMethod? CategoryMethod { get; init; }

    /// <summary>What is other for some columns, by their names.</summary>
    public IReadOnlyDictionary<string, ColumnDriftOptions> Columns { get; init; } =
        new Dictionary<string, ColumnDriftOptions>();

    /// <summary>All that is wrong with them.</summary>
    public IReadOnlyList<Problem> Validate() =>
    [
        .. Check(FalseDiscoveryRate is > 0 and < 1, $"A false-discovery rate is between 0 and 1, and not {FalseDiscoveryRate}."),
        .. Check(DriftShare is > 0 and <= 1, $"A share of drifted columns is above 0 and at most 1, and not {DriftShare}."),
        .. Check(MinimumSamples >= 2, $"Two samples are the fewest that can be compared, and not {MinimumSamples}."),
        .. Check(
            CategoryMethod?.NeedsNumbers() != true, $"'{CategoryMethod?.Name()}' compares numbers, and categories are names."),
        .. Columns.Values.Where(x => x.Limit is not (null or >= 0 and < double.PositiveInfinity))
            .Select(x => new Problem(FormattableString.Invariant($"A limit of drift is not negative, and not {x.Limit}."))),
        .. Columns.Values.Where(x => !(x.Deviations > 0)).Select(x => new Problem(
            FormattableString.Invariant($"A learned limit is some standard deviations from the mean, and not {x.Deviations}."))),
    ];

    private static IEnumerable<Problem> Check(bool holds, FormattableString message) =>
        holds ? [] : [new Problem(FormattableString.Invariant(message))];
}

/// <summary>How one column is held against its reference.</summary>
public sealed record ColumnDriftOptions
{
    /// <summary>Default: null, chosen by rows and number of distinct values.</summary>
    public DriftMethod? Method { get; init; }

    /// <summary>
    /// A distance at or above it, or a p-value below it, is drift; not negative. Default: null, the method's own, which is
    /// Evidently's.
    /// </summary>
    public double? Limit { get; init; }

    /// <summary>
    /// What the method measured in windows that are known to be good, at least three: their mean and some standard deviations
    /// are the limit then. Default: none.
    /// </summary>
    public IReadOnlyList<double> ReferenceValues { get; init; } = [];

    /// <summary>How many standard deviations, above 0. Default: 3.</summary>
    public double Deviations { get; init; } = 3;

    /// <summary>It is not looked at. Default: no.</summary>
    public bool IsIgnored { get; init; }
}
