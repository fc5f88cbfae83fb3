using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

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

/// <summary>What an environments.yml says before any domain has its section.</summary>
public sealed record EnvironmentsFrame
{
    [Description("Keeps what this repository deploys apart from what others deploy to the same place.")]
    [RegularExpression("[a-z](-?[a-z0-9])*")]
    [Length(1, 63)]
    public required string Project { get; init; }
}
