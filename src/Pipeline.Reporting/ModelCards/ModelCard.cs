using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Manifest;
using Pipeline.Models.Documents;
using Pipeline.Models;

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

    /// <summary>By the Hub's or SPDX's identifier, or in words: "apache-2.0".</summary>
    public CardFact<string> License { get; init; } = CardFact.Missing<string>();

    /// <summary>The languages of texts that the model reads, by their codes; empty where nobody said.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>By which it is found; empty where nobody said.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Datasets by their ids on the Hugging Face Hub; empty where there are none.</summary>
    public IReadOnlyList<string> HubDatasets { get; init; } = [];

    /// <summary>The digest of the model's artifact.</summary>
    public CardFact<Digest> Artifact { get; init; } = CardFact.Missing<Digest>();

    /// <summary>What the model takes and gives; null where nobody knows.</summary>
    public ModelSignature? Signature { get; init; }

    public DatasetFacts Dataset { get; init; } = new();

    public TrainingFacts Training { get; init; } = new();

    /// <summary>What became of the inputs; empty where nobody knows.</summary>
    public IReadOnlyList<TrainedFeature> Features { get; init; } = [];

    /// <summary>What evaluation measured, in the order in which it is shown; those with a slice are shown apart.</summary>
    public IReadOnlyList<Measurement> Metrics { get; init; } = [];

    /// <summary>What the model's task has to say of its answers, in the order in which it is shown.</summary>
    public IReadOnlyList<AnswerTable> Tables { get; init; } = [];

    /// <summary>What was measured in the model's server; null where nobody asked.</summary>
    public ServerTest? Server { get; init; }

    /// <summary>What predictions cost; null without a table of prices.</summary>
    public PredictionCost? Cost { get; init; }

    /// <summary>Everything that was measured, with costs by the name of the server.</summary>
    internal IEnumerable<Measurement> Measured =>
    [
        .. Metrics, .. Server?.Measurements ?? [],
        .. Cost?.Servers.Select(server => server.Per1000 with { Slice = server.Name }) ?? [],
    ];

    /// <summary>Null when no gates were judged, which is not the same as gates that passed.</summary>
    public CheckReport? Gates { get; init; }

    /// <summary>What figures are drawn from; null for a card without any.</summary>
    public EvaluationDocument? Evaluation { get; init; }

    /// <summary>What is other than in the version before; null where there is none.</summary>
    public CardChanges? Changes { get; init; }

    /// <summary>The digests that lead from this card to the bytes it speaks of, in the order in which they are shown.</summary>
    public IReadOnlyList<ProvenanceFact> Provenance { get; init; } = [];
}

/// <summary>A thing that a model card rests on.</summary>
/// <param name="Name">What it is, for people: "Dataset", "Run", "Model".</param>
/// <param name="Digest">Its digest; missing when it could not be taken.</param>
public sealed record ProvenanceFact(string Name, CardFact<Digest> Digest);

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

/// <summary>Makes <see cref="CardFact{T}"/> without spelling out its type where the compiler knows it.</summary>
public static class CardFact
{
    public static CardFact<T> Missing<T>()
        where T : notnull =>
        new(Evidence.Missing, default);

    public static CardFact<T> Measured<T>(T value)
        where T : notnull =>
        new(Evidence.Measured, value);

    public static CardFact<T> Declared<T>(T value)
        where T : notnull =>
        new(Evidence.Declared, value);

    /// <summary>What people wrote; missing when it is null or blank.</summary>
    public static CardFact<string> Declared(string? text) =>
        string.IsNullOrWhiteSpace(text) ? CardFact.Missing<string>() : new CardFact<string>(Evidence.Declared, text);
}

/// <summary>A value on a model card, with how it came there; a missing one has no value.</summary>
public sealed record CardFact<T>
    where T : notnull
{
    private readonly T? _value;

    internal CardFact(Evidence evidence, T? value) => (Evidence, _value) = (evidence, value);

    public Evidence Evidence { get; }

    /// <exception cref="InvalidOperationException">The fact is missing.</exception>
    public T Value => Evidence != Evidence.Missing
        ? _value!
        : throw new InvalidOperationException("A missing fact has no value.");
}

/// <summary>How something came to stand on a model card.</summary>
public enum Evidence
{
    /// <summary>The toolkit saw it itself: it counted, timed, computed or digested it.</summary>
    Measured,

    /// <summary>People said so in the manifest, and nothing can check it.</summary>
    Declared,

    /// <summary>Nobody measured or said it.</summary>
    Missing,
}
