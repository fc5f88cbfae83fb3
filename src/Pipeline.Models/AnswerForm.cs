using System.Text.Json;

namespace Pipeline.Models;

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
