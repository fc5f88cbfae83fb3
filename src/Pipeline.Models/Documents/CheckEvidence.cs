namespace Pipeline.Models.Documents;

/// <summary>Where in a dataset a check found what it counts.</summary>
/// <param name="Check">The id of the check in the report.</param>
/// <param name="Anomaly">What it is when the check fails.</param>
/// <param name="Count">How many rows were found; 0 also where the check is about no single rows.</param>
/// <param name="Share">Of the rows that were looked at, which are those with a value; between 0 and 1.</param>
/// <param name="Lines">The lines of the first of them, at most ten, counted from 1 as editors do.</param>
public sealed record CheckEvidence(string Check, DataAnomaly Anomaly, long Count, double Share, IReadOnlyList<long> Lines)
{
    /// <summary>The same rows as <see cref="Lines"/>, with the values that were found.</summary>
    public IReadOnlyList<ExampleRow> Examples { get; init; } = [];
}
