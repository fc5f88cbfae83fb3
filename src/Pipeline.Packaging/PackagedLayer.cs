using Pipeline.Core.Identity;
using Pipeline.Packaging.Layers;

namespace Pipeline.Packaging;

/// <param name="Kind">What it holds.</param>
/// <param name="DiffId">Of the archive.</param>
/// <param name="Digest">Of the blob, which is compressed but for the model's.</param>
/// <param name="Size">Of the blob, in bytes.</param>
/// <param name="IsReused">The blob was here before: in the layout, or in the cache of layers.</param>
public sealed record PackagedLayer(LayerKind Kind, Digest DiffId, Digest Digest, long Size, bool IsReused);
