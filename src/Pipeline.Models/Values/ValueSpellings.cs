namespace Pipeline.Models.Values;

/// <summary>How values are written where a text alone does not say what it means.</summary>
public sealed record ValueSpellings
{
    public static ValueSpellings Usual { get; } = new();

    /// <summary>What stands for none; a number does in any spelling. Default: nothing, "?", "NA" and "NaN".</summary>
    public IReadOnlyList<string> Missing { get; init; } = ["", "?", "NA", "NaN"];

    /// <summary>What is true of a boolean, in any case.</summary>
    public IReadOnlyList<string> True { get; init; } = ["true", "t", "yes", "y", "1"];

    /// <summary>What is false of a boolean, in any case.</summary>
    public IReadOnlyList<string> False { get; init; } = ["false", "f", "no", "n", "0"];
}
