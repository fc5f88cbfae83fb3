namespace Pipeline.Core.Checks;

/// <summary>What a measurement is set against: the champion, the stable revision, yesterday.</summary>
public sealed record Comparison
{
    /// <summary>The reference as the criterion names it, for instance "champion".</summary>
    public required string Reference { get; init; }

    /// <summary>
    /// The reference's own value. <see cref="MeasuredValue.NotApplicable"/> (there is no champion yet) skips the check,
    /// <see cref="MeasuredValue.NotMeasured"/> (it cannot run) makes it <see cref="Outcome.Errored"/>.
    /// </summary>
    public required MeasuredValue Value { get; init; }

    /// <summary>Whether a greater value is the better one: true for roc_auc, false for a latency.</summary>
    public required bool HigherIsBetter { get; init; }

    /// <summary>The interval of "measured minus reference", from paired samples where there are any.</summary>
    public ConfidenceInterval? Difference { get; init; }
}
