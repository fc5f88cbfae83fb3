using System.Text.Json;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;

namespace Pipeline.Models.Documents;

/// <summary>How a model was made. It does not say how good the model is: only rows that it has not seen can.</summary>
[DocumentSchema("run", 2)]
public sealed record RunDocument : Document
{
    public required RunId Id { get; init; }

    public required ModelName Name { get; init; }

    public required ModelTask Task { get; init; }

    /// <summary>As the manifest has it: "fast-tree".</summary>
    public required string Trainer { get; init; }

    /// <summary>As the manifest would have them, defaults included; what the trainer chose itself is not there.</summary>
    public required JsonElement Options { get; init; }

    /// <summary>What chance began with.</summary>
    public required int Seed { get; init; }

    /// <summary>Of the dataset's bytes.</summary>
    public required Digest Data { get; init; }

    /// <summary>Of which rows were for training and which for the test.</summary>
    public required Digest Split { get; init; }

    /// <summary>How many rows the model learned from.</summary>
    public required int Rows { get; init; }

    /// <summary>Of the identities of these rows, as <see cref="RowSet"/> writes them.</summary>
    public required Digest Learned { get; init; }

    /// <summary>Of the model's artifact.</summary>
    public required Digest Model { get; init; }

    /// <summary>Of the signature's bytes.</summary>
    public required Digest Signature { get; init; }

    public required ModelLabel Label { get; init; }

    /// <summary>How well the model fits the rows that it was trained on.</summary>
    public IReadOnlyList<Measurement> Measurements { get; init; } = [];

    public DateTimeOffset StartedAt { get; init; }

    public TimeSpan Duration { get; init; }
}
