using System.Collections.ObjectModel;
using System.Text.Json.Serialization;
using Pipeline.Core.Identity;

namespace Pipeline.Environments;

/// <summary>An image digest in one environment. The environment numbers its revisions 1, 2, 3.</summary>
public sealed record Revision
{
    public required int Number { get; init; }

    public required ImageDigest Image { get; init; }

    /// <summary>What the registry calls the model in the image; null when nobody said.</summary>
    public ModelVersion? Version { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required RevisionState State { get; init; }

    /// <summary>When it last came to <see cref="State"/>.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it last became the stable revision; null if it never was.</summary>
    public DateTimeOffset? Promoted { get; init; }

    /// <summary>Where the server answers, as "127.0.0.1:35001"; null while it does not run.</summary>
    public string? Address { get; init; }

    /// <summary>How the gateway starts the server; null where another engine does.</summary>
    public ServerLaunch? Launch { get; init; }

    /// <summary>Null while it does not run, and where another engine runs it.</summary>
    public ProcessIdentity? Process { get; init; }

    /// <summary>How often the server ended by itself and was started again.</summary>
    public int Restarts { get; init; }

    /// <summary>How the server last ended by itself, in one sentence.</summary>
    public string? Trouble { get; init; }
}

/// <summary>What a revision's server is meant to do, or did.</summary>
public enum RevisionState
{
    /// <summary>It runs or is being started; the stable and the standby revision are started again when they end.</summary>
    Running,

    /// <summary>It ended by itself and stays ended: a candidate that crashes has shown what it is worth.</summary>
    Crashed,

    /// <summary>It gets no new requests and ends once the present ones are answered.</summary>
    Stopping,

    Stopped,
}

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
