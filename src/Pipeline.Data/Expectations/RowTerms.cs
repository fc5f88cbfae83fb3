using Pipeline.Data.Expectations.Violations;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Expectations;

/// <summary>How an expectation on single rows is asked for.</summary>
/// <param name="Terms">Of the check.</param>
/// <param name="Anomaly">What a row is that is found.</param>
/// <param name="Name">What is measured, as a sentence begins with it.</param>
/// <param name="Measure">Which figure that is.</param>
internal sealed record RowTerms(ExpectationTerms Terms, DataAnomaly Anomaly, string Name, RowMeasure Measure)
{
    /// <summary>The columns whose values reports show of the rows that are found.</summary>
    public IReadOnlyList<ShownColumn> Shown { get; init; } = [];

    /// <summary>Which rows are found is remembered of all, and not of the first ten alone.</summary>
    public bool KeepsRows { get; init; }
}
