using Pipeline.Core.Identity;
using Pipeline.Packaging.Layers;

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

/// <param name="Kind">What it holds.</param>
/// <param name="DiffId">Of the archive.</param>
/// <param name="Digest">Of the blob, which is compressed but for the model's.</param>
/// <param name="Size">Of the blob, in bytes.</param>
/// <param name="IsReused">The blob was here before: in the layout, or in the cache of layers.</param>
public sealed record PackagedLayer(LayerKind Kind, Digest DiffId, Digest Digest, long Size, bool IsReused);
