using System.Text.Json.Serialization;

namespace Pipeline.Core.Checks;

/// <summary>Results in the order in which the checks were asked for; the worst wins, whatever the order.</summary>
public sealed record CheckReport(IReadOnlyList<CheckResult> Results)
{
    public IReadOnlyList<CheckResult> Results { get; } = [.. Results];

    /// <summary>The worst outcome of any severity; <see cref="Outcome.Skipped"/> when there is nothing to report.</summary>
    [JsonIgnore]
    public Outcome Worst => Results.Select(x => x.Verdict.Outcome).DefaultIfEmpty(Outcome.Skipped).Max();

    [JsonIgnore]
    public bool Fails => Results.Any(x => x.Fails);

    /// <summary>The results that make the report fail.</summary>
    [JsonIgnore]
    public IEnumerable<CheckResult> Failures => Results.Where(x => x.Fails);

    /// <summary>The bad results that the report passes with.</summary>
    [JsonIgnore]
    public IEnumerable<CheckResult> Warnings => Results.Where(x => x.IsBad && !x.Fails);

    /// <summary>One line for a console: "12 checks: 10 passed, 1 inconclusive, 1 failed".</summary>
    [JsonIgnore]
    public string Summary
    {
        get
        {
            var counts = Results.GroupBy(x => x.Verdict.Outcome).OrderBy(x => x.Key)
                .Select(x => $"{x.Count()} {x.Key.ToString().ToLowerInvariant()}");
            var total = Results.Count == 1 ? "1 check" : $"{Results.Count} checks";
            return Results.Count == 0 ? "no checks" : $"{total}: {string.Join(", ", counts)}";
        }
    }
}

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
