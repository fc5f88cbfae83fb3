using Pipeline.Core.Identity;

namespace Pipeline.Governance.Blobs;

/// <summary>Something points to a blob that the store does not have.</summary>
public sealed class BlobMissingException(Digest digest, string folder) : IOException(
    $"The store '{folder}' has no {digest}. Set PIPELINE_STORE to the store it was put in, or make it again.")
{
    public Digest Digest { get; } = digest;
}
