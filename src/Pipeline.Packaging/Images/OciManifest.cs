namespace Pipeline.Packaging.Images;

/// <summary>An image: its configuration and its layers, the lowest first.</summary>
internal sealed record OciManifest(
    int SchemaVersion, string MediaType, OciDescriptor Config, IReadOnlyList<OciDescriptor> Layers);
