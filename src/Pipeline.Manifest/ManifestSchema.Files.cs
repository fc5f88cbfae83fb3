namespace Pipeline.Manifest;

/// <summary>The schemas of the two files.</summary>
public static class ManifestSchema
{
    /// <summary>What this toolkit reads behind <c>pipeline:</c>.</summary>
    public const int Format = 1;

    /// <summary>Of a model.yml.</summary>
    public static ManifestSchema<ModelFrame> Model(params IEnumerable<ManifestSection> sections) => new(sections);

    /// <summary>Of an environments.yml.</summary>
    public static ManifestSchema<EnvironmentsFrame> Environments(params IEnumerable<ManifestSection> sections) => new(sections);
}
