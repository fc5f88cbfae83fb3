namespace Pipeline.Core.Values;

/// <summary>How values are written where a text alone does not say what it means.</summary>
public sealed record ValueSpellings
{
    public static ValueSpellings Usual { get; } = new();

    /// <summary>The values that stand for none, exactly as written: nothing, "?", "NA" and "NaN" by default.</summary>
    public IReadOnlyList<string> Missing { get; init; } = ["", "?", "NA", "NaN"];

    /// <summary>What is true of a boolean, in any case.</summary>
    public IReadOnlyList<string> True { get; init; } = ["true", "t", "yes", "y", "1"];

    /// <summary>What is false of a boolean, in any case.</summary>
    public IReadOnlyList<string> False { get; init; } = ["false", "f", "no", "n", "0"];
}
