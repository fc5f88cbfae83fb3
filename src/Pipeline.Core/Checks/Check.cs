using System.Text.Json.Serialization;

namespace Pipeline.Core.Checks;

/// <summary>A criterion with a name, and with what a bad verdict of it means.</summary>
public sealed record Check
{
    /// <summary>Stable across runs, so that a report can be compared with the last one: "roc_auc/at-least".</summary>
    public required string Id { get; init; }

    public required Criterion Criterion { get; init; }

    public Severity Severity { get; init; } = Severity.Error;

    /// <summary>What an inconclusive verdict counts as; <see cref="Severity.Warn"/> lets the report pass with it.</summary>
    public Severity Inconclusive { get; init; } = Severity.Error;

    /// <summary>With fewer samples, or an unknown number, the verdict is inconclusive. Default 0: any number will do.</summary>
    public long MinimumSamples { get; init; }

    /// <summary>Where the check was asked for, as a path in its manifest: "evaluation.gates[2]".</summary>
    public string? Source { get; init; }

    public CheckResult Judge(Measurement measurement)
    {
        ArgumentNullException.ThrowIfNull(measurement);
        var verdict = Criterion.Judge(measurement);
        var decided = verdict.Outcome is Outcome.Passed or Outcome.Failed or Outcome.Inconclusive;
        return new CheckResult(this, measurement, decided && TooFew(measurement) is { } few ? few : verdict);
    }

    private Verdict? TooFew(Measurement measurement) => measurement.Samples switch
    {
        _ when MinimumSamples <= 0 => null,
        null => Verdict.Inconclusive(TooFew(measurement, "an unknown number of")),
        { } samples when samples < MinimumSamples => Verdict.Inconclusive(TooFew(measurement, Figures.Of(samples))),
        _ => null,
    };

    private string TooFew(Measurement measurement, string samples) =>
        $"{Wording.Subject(measurement)} has {samples} samples; at least {Figures.Of(MinimumSamples)} are required.";
}

/// <summary>What a bad verdict means to the report that holds it.</summary>
public enum Severity
{
    /// <summary>The report fails.</summary>
    Error,

    /// <summary>The report says so and goes on: how a new check is tried before it bites.</summary>
    Warn,
}

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
