namespace Pipeline.Models;

/// <summary>The names of what models answer; every answer is a number.</summary>
public static class ModelOutputs
{
    /// <summary>Any real number; the larger, the more likely the positive class.</summary>
    public const string Score = "score";

    /// <summary>Of the positive class, between 0 and 1.</summary>
    public const string Probability = "probability";
}
