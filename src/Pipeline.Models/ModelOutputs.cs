namespace Pipeline.Models;

/// <summary>The names of what models answer; every answer is a number.</summary>
public static class ModelOutputs
{
    /// <summary>Any real number; the larger, the more likely the positive class.</summary>
    public const string Score = "score";

    /// <summary>Of the positive class, between 0 and 1.</summary>
    public const string Probability = "probability";

    /// <summary>What a regression predicts.</summary>
    public const string Value = "value";

    /// <summary>Under this name a response has the probabilities of several classes, each by the name of its class.</summary>
    public const string Probabilities = "probabilities";

    /// <summary>The probability of one of several classes: "probabilities.Adelie".</summary>
    public static string ProbabilityOf(string name) => $"{Probabilities}.{name}";
}
