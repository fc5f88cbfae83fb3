using Pipeline.Core.Artifacts;
using Pipeline.Core.Identity;
using Pipeline.Manifest;

namespace Pipeline.Training;

/// <summary>What is to be trained, on what, and where to.</summary>
public sealed record RunRequest
{
    /// <summary>Its <see cref="TrainingSection"/> says how to train.</summary>
    public required BoundManifest<ModelFrame> Manifest { get; init; }

    public required LearningRows Rows { get; init; }

    /// <summary>Where the model, the identities of its rows and the run document go.</summary>
    public required ArtifactLayout Artifacts { get; init; }

    /// <summary>What the document should say that it was made from.</summary>
    public IReadOnlyDictionary<string, Digest> Inputs { get; init; } = new Dictionary<string, Digest>();
}
