using Pipeline.Core.Identity;

namespace Pipeline.Packaging;

/// <summary>One file of a <see cref="BillOfMaterials"/>.</summary>
/// <param name="Name">"libc.so.6".</param>
/// <param name="Path">In the image, from its root.</param>
/// <param name="Digest">Of its bytes.</param>
/// <param name="Package">The package of the operating system that it came with; null where nobody knows.</param>
/// <param name="Version">The version of that package.</param>
public sealed record BillComponent(string Name, string Path, Digest Digest, string? Package = null, string? Version = null);
