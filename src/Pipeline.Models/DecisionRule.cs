using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.Json;

namespace Pipeline.Models;

/// <summary>
/// What a model's answers come to. It is part of the signature, so that training, evaluation, serving and monitoring cannot
/// disagree, and it settles ties.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Threshold), "threshold")]
[JsonDerivedType(typeof(ArgMax), "arg-max")]
[JsonDerivedType(typeof(None), "none")]
public abstract record DecisionRule
{
    private DecisionRule()
    {
    }

    /// <summary>
    /// The positive class at or above a limit, as scikit-learn's FixedThresholdClassifier decides (<c>y_score >= threshold</c>).
    /// </summary>
    /// <param name="Output">Which of the model's answers decides.</param>
    /// <param name="Limit">The smallest value that means the positive class, unless ties are negative.</param>
    public sealed record Threshold(string Output, double Limit) : DecisionRule
    {
        /// <summary>A probability of one half or more.</summary>
        public static Threshold Usual { get; } = new(ModelOutputs.Probability, 0.5);

        /// <summary>The class of an answer that is the limit itself. Default: the positive one.</summary>
        public TiedClass Tie { get; init; } = TiedClass.Positive;

        /// <summary>NaN is never positive.</summary>
        public bool IsPositive(double answer) => Tie == TiedClass.Positive ? answer >= Limit : answer > Limit;

        /// <summary>In words: "probability of at least 0.5".</summary>
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture, $"{Output} {(Tie == TiedClass.Positive ? "of at least" : "above")} {Limit}");
    }

    /// <summary>The most probable class; of those that tie, the first in the label's order, as NumPy's argmax has it.</summary>
    public sealed record ArgMax : DecisionRule
    {
        /// <returns>The place of the class. NaN is never the most probable, unless all are.</returns>
        public static int Choose(ReadOnlySpan<double> probabilities)
        {
            var best = 0;
            for (var i = 1; i < probabilities.Length; i++)
            {
                if (probabilities[i] > (double.IsNaN(probabilities[best]) ? double.NegativeInfinity : probabilities[best]))
                    best = i;
            }

            return best;
        }

        public override string ToString() => "the most probable class";
    }

    /// <summary>The answer is what it is: a number.</summary>
    public sealed record None : DecisionRule
    {
        public override string ToString() => "none";
    }
}

/// <summary>The class of an answer that is the limit itself.</summary>
public enum TiedClass
{
    Positive,

    Negative,
}

/// <summary>
/// How a model's answers to one row are told: its numbers by their names, and the class that they come to. Servers and reference
/// rows write through it, so that they cannot differ. Many threads may use it.
/// </summary>
public sealed class AnswerForm
{
    private readonly JsonEncodedText[] _names;
    private readonly int _decisive;
    private readonly ModelSignature _signature;

    public AnswerForm(ModelSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        _signature = signature;
        var classes = (signature.Label as ModelLabel.Classes)?.Names.ToDictionary(ModelOutputs.ProbabilityOf) ?? [];
        _names = [.. signature.Outputs.Select(x => JsonEncodedText.Encode(classes.GetValueOrDefault(x, x)))];
        var decisive = (signature.Decision as DecisionRule.Threshold)?.Output ?? ModelOutputs.Value;
        _decisive = signature.Outputs.ToList().IndexOf(decisive);
    }

    /// <summary>The answer that counts: the one that a threshold is held against, the greatest probability, the number.</summary>
    /// <param name="answers">In the order of the signature's outputs.</param>
    public double Decisive(ReadOnlySpan<double> answers) =>
        answers[_signature.Decision is DecisionRule.ArgMax ? DecisionRule.ArgMax.Choose(answers) : _decisive];

    /// <summary>The class that the answers come to; null for a regression.</summary>
    /// <param name="answers">In the order of the signature's outputs.</param>
    public string? Label(ReadOnlySpan<double> answers) => (_signature.Label, _signature.Decision) switch
    {
        (ModelLabel.TwoClasses x, DecisionRule.Threshold rule) => rule.IsPositive(Decisive(answers)) ? x.Positive : x.Negative,
        (ModelLabel.Classes x, _) => x.Names[DecisionRule.ArgMax.Choose(answers)],
        _ => null,
    };

    /// <summary>Writes <c>"score": 1.5, "probability": 0.8</c>, or <c>"probabilities": {...}</c>, or <c>"value": 2</c>.</summary>
    /// <param name="writer">Within an object.</param>
    /// <param name="answers">In the order of the signature's outputs.</param>
    public void Write(Utf8JsonWriter writer, ReadOnlySpan<double> answers)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var isNested = _signature.Label is ModelLabel.Classes;
        if (isNested)
            writer.WriteStartObject(ModelOutputs.Probabilities);
        for (var i = 0; i < answers.Length; i++)
            writer.WriteNumber(_names[i], answers[i]);
        if (isNested)
            writer.WriteEndObject();
    }
}
