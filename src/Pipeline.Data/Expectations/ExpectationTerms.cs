using Pipeline.Core.Checks;

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
