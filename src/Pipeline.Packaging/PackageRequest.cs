using Pipeline.Core.Identity;
using Pipeline.Packaging.Images;

namespace Pipeline.Packaging;

/// <summary>What an image is made of.</summary>
public sealed record PackageRequest
{
    /// <summary>Names the image for people; it is no part of the image.</summary>
    public required ModelName Model { get; init; }

    public required ServerFiles Server { get; init; }

    /// <summary>Every file of the model, its signature among them, by plain name.</summary>
    public required IReadOnlyDictionary<string, ReadOnlyMemory<byte>> ModelFiles { get; init; }

    /// <summary>The folder of the team's published assemblies; null without extensions.</summary>
    public string? Extensions { get; init; }

    /// <summary>The folder that becomes the OCI layout; what was there is replaced once the new image is complete.</summary>
    public required string Layout { get; init; }
}
