using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Manifest;
using Pipeline.Models;
using Pipeline.Models.Documents;

namespace Pipeline.Reporting.ModelCards;

/// <summary>What is known about one version of a model, for the people who use it, approve it or are judged by it.</summary>
public sealed record ModelCard
{
    public required ModelName Name { get; init; }

    /// <summary>Missing until the registry has given one.</summary>
    public CardFact<ModelVersion> Version { get; init; } = CardFact.Missing<ModelVersion>();

    public required ModelTask Task { get; init; }

    public CardFact<string> Owner { get; init; } = CardFact.Missing<string>();

    public CardFact<string> Description { get; init; } = CardFact.Missing<string>();

    /// <summary>What cannot be measured; each statement that is null or blank is missing.</summary>
    public CardStatements Statements { get; init; } = new();

    public DatasetFacts Dataset { get; init; } = new();

    public TrainingFacts Training { get; init; } = new();

    /// <summary>What evaluation measured, in the order in which it is shown; those with a slice are shown apart.</summary>
    public IReadOnlyList<Measurement> Metrics { get; init; } = [];

    /// <summary>What the model's task has to say of its answers, in the order in which it is shown.</summary>
    public IReadOnlyList<AnswerTable> Tables { get; init; } = [];

    /// <summary>Null when no gates were judged, which is not the same as gates that passed.</summary>
    public CheckReport? Gates { get; init; }

    /// <summary>The digests that lead from this card to the bytes it speaks of, in the order in which they are shown.</summary>
    public IReadOnlyList<ProvenanceFact> Provenance { get; init; } = [];
}

/// <summary>A thing that a model card rests on.</summary>
/// <param name="Name">What it is, for people: "Dataset", "Run", "Model".</param>
/// <param name="Digest">Its digest; missing when it could not be taken.</param>
public sealed record ProvenanceFact(string Name, CardFact<Digest> Digest);
