using Pipeline.Core.Identity;

namespace Pipeline.Packaging.Images;

/// <summary>A blob as the OCI image specification points to it.</summary>
internal sealed record OciDescriptor(
    string MediaType, Digest Digest, long Size, IReadOnlyDictionary<string, string>? Annotations = null);
