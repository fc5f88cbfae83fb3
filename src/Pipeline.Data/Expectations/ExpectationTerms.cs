using Pipeline.Core.Checks;
using Pipeline.Data.Expectations.Violations;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Expectations;

/// <summary>How an expectation is asked for.</summary>
/// <param name="Id">Stable across runs: "income/values".</param>
/// <param name="Criterion">What its figure is held against.</param>
internal sealed record ExpectationTerms(string Id, Criterion Criterion)
{
    public string? Column { get; init; }

    public Severity Severity { get; init; } = Severity.Error;

    /// <summary>Where the manifest asks for it; null where it is asked of every dataset.</summary>
    public string? Source { get; init; }

    /// <summary>Of the figure, as people write it; empty for a plain number.</summary>
    public string Unit { get; init; } = "";
}

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

/// <summary>Which figure of the rows that were found is held against the criterion.</summary>
internal enum RowMeasure
{
    /// <summary>How many they are.</summary>
    Count,

    /// <summary>Their share of the rows that were looked at.</summary>
    ViolationShare,

    /// <summary>The share of all others.</summary>
    ConformingShare,
}
