using Pipeline.Core.Identity;

namespace Pipeline.Packaging.Layers;

/// <summary>A compressed layer in a cache.</summary>
/// <param name="DiffId">Of the archive.</param>
/// <param name="Digest">Of the compressed archive: the blob's name in an image.</param>
/// <param name="File">Where it lies.</param>
/// <param name="IsReused">It was there already.</param>
public sealed record CachedLayer(Digest DiffId, Digest Digest, string File, bool IsReused);
