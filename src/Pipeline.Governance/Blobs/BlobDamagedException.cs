using Pipeline.Core.Identity;

namespace Pipeline.Governance.Blobs;

/// <summary>The bytes of a blob are not those of its digest any more.</summary>
public sealed class BlobDamagedException(Digest digest, string path, Digest found) : IOException(
    $"'{path}' was changed: it should be {digest} and is {found}. Restore it from a copy, or delete it and make it again.")
{
    public Digest Digest { get; } = digest;

    public string Path { get; } = path;
}
