using Pipeline.Core.Identity;

namespace Pipeline.Packaging;

/// <summary>An image that is ready to be deployed.</summary>
public sealed record PackagedImage
{
    /// <summary>Of its manifest: a function of the model, the server, the extensions and the base, and of nothing else.</summary>
    public required ImageDigest Digest { get; init; }

    /// <summary>Of its configuration: what Docker engines before 25 call the image's id.</summary>
    public required Digest ConfigDigest { get; init; }

    /// <summary>"repository:tag", as <c>docker load</c> names it.</summary>
    public required string Name { get; init; }

    /// <summary>The folder of the OCI layout.</summary>
    public required string Layout { get; init; }

    /// <summary>The lowest first.</summary>
    public required IReadOnlyList<PackagedLayer> Layers { get; init; }

    public required BillOfMaterials BillOfMaterials { get; init; }

    /// <summary>Of all blobs of layers, in bytes.</summary>
    public long Size => Layers.Sum(x => x.Size);
}
