using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Models;
using Pipeline.Reporting.ModelCards;

namespace Pipeline.Reporting.Dossier;

/// <summary>
/// The technical documentation of a model, point by point: what the toolkit saw, what people say, and what is missing. It is a
/// collection of evidence and no legal advice: whether it is enough is for people to say.
/// </summary>
[DocumentSchema("dossier", 1)]
public sealed record DossierDocument : Document
{
    public required ModelName Name { get; init; }

    /// <summary>Null for a model that was not registered.</summary>
    public ModelVersion? Version { get; init; }

    /// <summary>"Technical documentation after Annex IV".</summary>
    public required string Title { get; init; }

    /// <summary>What asks for it, and where that is published.</summary>
    public required string Regulation { get; init; }

    public required DateTimeOffset WrittenAt { get; init; }

    /// <summary>In the regulation's order.</summary>
    public required IReadOnlyList<DossierPoint> Points { get; init; }
}

/// <summary>One thing that the regulation asks.</summary>
public sealed record DossierPoint
{
    /// <summary>As people cite it: "2(g)".</summary>
    public required string Id { get; init; }

    public required string Title { get; init; }

    /// <summary>What is asked, in our own words.</summary>
    public required string Asks { get; init; }

    /// <summary>
    /// Missing where anything is that it needs; declared where it rests on what people say, beside evidence or without; measured
    /// where evidence is all it needs.
    /// </summary>
    public required Evidence State { get; init; }

    public IReadOnlyList<DossierEvidence> Evidence { get; init; } = [];

    public IReadOnlyList<DossierStatement> Statements { get; init; } = [];

    /// <summary>What to write where, or which target to run; empty where nothing is missing.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];
}

/// <summary>Something that the toolkit made.</summary>
/// <param name="What">For people: "evaluation".</param>
/// <param name="Digest">SHA-256 of its bytes, or the digest that it is itself.</param>
/// <param name="Path">Within the artifacts of the model, or of the manifest from the root; null for what is no file.</param>
public sealed record DossierEvidence(string What, Digest Digest, string? Path = null);

/// <summary>Something that people say.</summary>
/// <param name="Key">Where they say it: "human-oversight", "card.intended-use".</param>
/// <param name="Text">What; of a file its path, of a point that does not apply the reason.</param>
/// <param name="Kind">How to read the text.</param>
/// <param name="Digest">Of a file its bytes' digest; null otherwise.</param>
public sealed record DossierStatement(string Key, string Text, DossierStatementKind Kind, Digest? Digest = null);

/// <summary>How a statement is made.</summary>
public enum DossierStatementKind
{
    /// <summary>In words.</summary>
    Text,

    /// <summary>By a file.</summary>
    File,

    /// <summary>There is nothing to say, and that is why.</summary>
    NotApplicable,
}
