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
