using Pipeline.Core.Identity;

namespace Pipeline.Reporting.ModelCards;

/// <summary>What a model card says about the data that the model was made from.</summary>
public sealed record DatasetFacts
{
    /// <summary>As in the manifest, relative to the model's directory.</summary>
    public CardFact<string> Path { get; init; } = CardFact.Missing<string>();

    public CardFact<Digest> Digest { get; init; } = CardFact.Missing<Digest>();

    public CardFact<long> Rows { get; init; } = CardFact.Missing<long>();

    public CardFact<string> Label { get; init; } = CardFact.Missing<string>();

    /// <summary>The columns by which fairness is judged; an empty list is a statement, not a gap.</summary>
    public CardFact<IReadOnlyList<string>> ProtectedColumns { get; init; } = CardFact.Missing<IReadOnlyList<string>>();

    /// <summary>How rows were set aside for evaluation, in words: "20 % by hash of application_id".</summary>
    public CardFact<string> Split { get; init; } = CardFact.Missing<string>();
}
