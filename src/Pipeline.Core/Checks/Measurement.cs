namespace Pipeline.Core.Checks;

/// <summary>One thing that was measured, and how well.</summary>
public sealed record Measurement
{
    /// <summary>The metric or expectation, in the words of the manifest: roc_auc, rows, error_rate.</summary>
    public required string Name { get; init; }

    public required MeasuredValue Value { get; init; }

    /// <summary>The part of the rows that was looked at, as "sex=F"; null means all of them.</summary>
    public string? Slice { get; init; }

    /// <summary>The column that was looked at, where the measurement is about one.</summary>
    public string? Column { get; init; }

    /// <summary>The unit as people write it after the number: "ms", "%", "rows". Empty for a plain number.</summary>
    public string Unit { get; init; } = "";

    /// <summary>How many samples the value rests on; null where that means nothing.</summary>
    public long? Samples { get; init; }

    /// <summary>The interval of the value itself, where it comes from a sample.</summary>
    public ConfidenceInterval? Interval { get; init; }

    /// <summary>What <see cref="Criterion.NoWorseThan"/> needs; null where nothing is compared.</summary>
    public Comparison? Comparison { get; init; }
}
