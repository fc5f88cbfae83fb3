using System.Text.Json.Serialization;

namespace Pipeline.Packaging.Images;

/// <summary>An entry of the manifest.json that Docker engines before 25 read in place of the index.</summary>
internal sealed record DockerImage(
    [property: JsonPropertyName("Config")] string Config,
    [property: JsonPropertyName("RepoTags")] IReadOnlyList<string> Names,
    [property: JsonPropertyName("Layers")] IReadOnlyList<string> Layers);
