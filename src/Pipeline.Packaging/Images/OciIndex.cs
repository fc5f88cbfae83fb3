namespace Pipeline.Packaging.Images;

/// <summary>The manifests of a layout.</summary>
internal sealed record OciIndex(int SchemaVersion, string MediaType, IReadOnlyList<OciDescriptor> Manifests);
