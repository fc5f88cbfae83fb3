using Pipeline.Core.Documents;

namespace Pipeline.Reporting.ModelCards;

/// <summary>What a model card says about how the model was made.</summary>
public sealed record TrainingFacts
{
    public CardFact<string> Trainer { get; init; } = CardFact.Missing<string>();

    /// <summary>The trainer's options by name, in the order in which they are shown.</summary>
    public CardFact<IReadOnlyList<KeyValuePair<string, string>>> Options { get; init; } =
        CardFact.Missing<IReadOnlyList<KeyValuePair<string, string>>>();

    public CardFact<long> Seed { get; init; } = CardFact.Missing<long>();

    public CardFact<TimeSpan> Duration { get; init; } = CardFact.Missing<TimeSpan>();

    /// <summary>The version of the toolkit that trained.</summary>
    public CardFact<string> Toolkit { get; init; } = CardFact.Missing<string>();
}
