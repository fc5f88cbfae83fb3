using Pipeline.Core.Checks;
using Pipeline.Data.Expectations.Found;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Expectations;

/// <summary>A judged expectation, and where in the file it found what it counts.</summary>
internal sealed record DataCheck(CheckResult Result, CheckEvidence Evidence, FoundRows Found)
{
    /// <summary>All rows that were found, where they are remembered.</summary>
    public RowSet? Rows => Found.All;
}
