using Pipeline.Packaging.Layers;

namespace Pipeline.Packaging.Images;

/// <summary>The words of the OCI image specification.</summary>
internal static class MediaTypes
{
    public const string Index = "application/vnd.oci.image.index.v1+json";
    public const string Manifest = "application/vnd.oci.image.manifest.v1+json";
    public const string Config = "application/vnd.oci.image.config.v1+json";
    public const string Layer = "application/vnd.oci.image.layer.v1.tar";
    public const string CompressedLayer = "application/vnd.oci.image.layer.v1.tar+gzip";

    /// <summary>The annotation of a manifest in an index that names it.</summary>
    public const string NameAnnotation = "org.opencontainers.image.ref.name";

    /// <summary>The annotation of a layer that says which <see cref="LayerKind"/> it is.</summary>
    public const string KindAnnotation = "pipeline.layer";

    /// <summary>As the annotation has it.</summary>
    public static string Word(LayerKind kind) => kind.ToString().ToLowerInvariant();
}
