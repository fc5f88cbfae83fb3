using System.Text.Json.Serialization;
using Pipeline.Core.Identity;

namespace Pipeline.Packaging.Images;

/// <summary>How an image is run, and the archives that its layers unpack to.</summary>
internal sealed record OciConfig
{
    public required string Architecture { get; init; }

    public string Os { get; init; } = "linux";

    /// <summary>The same for every image: its time is no part of what it is.</summary>
    public string Created { get; init; } = "1970-01-01T00:00:00Z";

    public required Execution Config { get; init; }

    public required FileSystem Rootfs { get; init; }

    internal sealed record FileSystem(
        [property: JsonPropertyName("diff_ids")] IReadOnlyList<Digest> DiffIds, string Type = "layers");

    internal sealed record Execution
    {
        [JsonPropertyName("User")]
        public required string User { get; init; }

        [JsonPropertyName("ExposedPorts")]
        public required IReadOnlyDictionary<string, object> ExposedPorts { get; init; }

        [JsonPropertyName("Env")]
        public required IReadOnlyList<string> Variables { get; init; }

        [JsonPropertyName("Entrypoint")]
        public required IReadOnlyList<string> Entrypoint { get; init; }

        [JsonPropertyName("WorkingDir")]
        public required string WorkingFolder { get; init; }

        [JsonPropertyName("Labels")]
        public required IReadOnlyDictionary<string, string> Labels { get; init; }

        [JsonPropertyName("StopSignal")]
        public string StopSignal { get; init; } = "SIGTERM";
    }
}
