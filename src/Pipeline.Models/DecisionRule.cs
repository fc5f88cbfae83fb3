using System.Globalization;

namespace Pipeline.Models;

/// <summary>
/// When a binary model's answer means the positive class: at or above a threshold, as scikit-learn's FixedThresholdClassifier
/// decides (<c>y_score >= threshold</c>). It is part of the signature, so that training, evaluation and serving cannot disagree.
/// </summary>
/// <param name="Output">Which of the model's answers decides.</param>
/// <param name="Threshold">The smallest value that means the positive class, unless ties are negative.</param>
public sealed record DecisionRule(string Output, double Threshold)
{
    /// <summary>A probability of one half or more.</summary>
    public static DecisionRule Usual { get; } = new(ModelOutputs.Probability, 0.5);

    /// <summary>The class of an answer that is the threshold itself. Default: the positive one.</summary>
    public TiedClass Tie { get; init; } = TiedClass.Positive;

    /// <summary>NaN is never positive.</summary>
    public bool IsPositive(double answer) => Tie == TiedClass.Positive ? answer >= Threshold : answer > Threshold;

    /// <summary>In words: "probability of at least 0.5".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Output} {(Tie == TiedClass.Positive ? "of at least" : "above")} {Threshold}");
}

/// <summary>The class of an answer that is the threshold itself.</summary>
public enum TiedClass
{
    Positive,

    Negative,
}
