using System.Collections.ObjectModel;
using System.Text.Json.Serialization;

namespace Pipeline.Environments;

/// <summary>
/// How a server is started from a folder. In arguments and variables, "{port}", "{revision}", "{version}" (empty without one),
/// "{environment}", "{state}" (the environment's folder) and "{announce}" (a file) stand for what only the environment knows; in
/// variables, which other users cannot see, so does "{secret}" (<see cref="EnvironmentFolder.Secret"/>). A variable whose value
/// comes out empty is not set.
/// </summary>
public sealed record ServerLaunch
{
    /// <summary>The variable that tells our server the secret.</summary>
    public const string SecretVariable = "PIPELINE_SERVING_GATEWAY_SECRET";

    /// <summary>Absolute; the server's working directory.</summary>
    public required string Folder { get; init; }

    /// <summary>A program by its absolute path, or below <see cref="Folder"/>, or on the PATH.</summary>
    public required string Command { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    public IReadOnlyDictionary<string, string> Variables { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The server chooses its port, and writes its address to "{announce}" once it is ready.</summary>
    [JsonIgnore]
    public bool Announces => Arguments.Any(x => x.Contains("{announce}", StringComparison.Ordinal));

    /// <summary>A GET of this path answers 200 once the server is ready.</summary>
    public string ReadyPath { get; init; } = "/v2/health/ready";
}
