using System.Text.Json.Serialization;

namespace Pipeline.Core.Checks;

/// <summary>A check, what it saw, and what came of it.</summary>
public sealed record CheckResult(Check Check, Measurement Measurement, Verdict Verdict)
{
    /// <summary>Whether this verdict is bad: neither passed nor skipped.</summary>
    [JsonIgnore]
    public bool IsBad => Verdict.Outcome > Outcome.Passed;

    /// <summary>Whether this result alone makes its report fail.</summary>
    [JsonIgnore]
    public bool Fails => IsBad
        && Check.Severity == Severity.Error
        && (Verdict.Outcome != Outcome.Inconclusive || Check.Inconclusive == Severity.Error);
}
