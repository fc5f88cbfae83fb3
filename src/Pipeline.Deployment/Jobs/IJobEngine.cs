using Pipeline.Core.Problems;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Rollouts;

namespace Pipeline.Deployment.Jobs;

/// <summary>
/// What runs programs to their end, by the name that environments.yml and <c>--on</c> give it. Things on it are found by their
/// names, so that whoever comes back finds what was begun.
/// </summary>
public interface IJobEngine
{
    /// <summary>Lower case, as "swarm".</summary>
    string Name { get; }

    /// <exception cref="InvalidInputException">Nothing says which engine is meant.</exception>
    /// <exception cref="EngineFailedException">It does not answer, or cannot run jobs.</exception>
    Task<IJobSite> OpenAsync(CancellationToken cancellationToken);
}

/// <summary>An engine that is spoken with.</summary>
public interface IJobSite : IDisposable
{
    /// <summary>"the Docker engine at unix:///var/run/docker.sock (DOCKER_HOST)".</summary>
    string Title { get; }

    /// <summary>Loads an image where it is not there.</summary>
    /// <param name="make">Makes it, and gives the folder of an OCI layout.</param>
    /// <param name="cancellationToken">Ends the loading.</param>
    /// <returns>The engine's name of it.</returns>
    Task<string> EnsureImageAsync(Func<CancellationToken, Task<string>> make, CancellationToken cancellationToken);

    /// <summary>Keeps a secret under a name, where none is there of it. Nobody can read it back.</summary>
    Task EnsureSecretAsync(
        string name, IReadOnlyDictionary<string, string> labels, byte[] secret, CancellationToken cancellationToken);

    /// <summary>Begins a job; one of the same name that is there goes on as it is.</summary>
    Task StartAsync(JobSpec job, CancellationToken cancellationToken);

    /// <summary>Null where there is no job of the name.</summary>
    Task<JobStatus?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>What a job wrote last, of all its attempts.</summary>
    /// <param name="name">Of the job.</param>
    /// <param name="lines">1 to 10,000.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<string>> ReadLogAsync(string name, int lines, CancellationToken cancellationToken);

    /// <summary>The names of jobs that have all of some labels.</summary>
    Task<IReadOnlyList<string>> ListAsync(
        IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken);

    /// <summary>Ends a job, and forgets it; one that is not there is no error.</summary>
    Task RemoveAsync(string name, CancellationToken cancellationToken);

    /// <summary>Forgets the secrets with all of some labels; those that a job still has stay.</summary>
    Task RemoveSecretsAsync(IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken);
}

/// <summary>A program that runs to its end: once, and again where it fails.</summary>
public sealed record JobSpec
{
    public required string Name { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>By the engine's name.</summary>
    public required string Image { get; init; }

    /// <summary>Of the image's program; no secret is among them.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    public required IReadOnlyList<JobMount> Mounts { get; init; }

    /// <summary>The name of the secret that the program finds in /run/secrets/token.</summary>
    public required string Secret { get; init; }

    /// <summary>The numbers of user and group, as "1000:1000"; null for those of the image.</summary>
    public string? User { get; init; }

    /// <summary>
    /// What it may use, which is also what a machine must have left for it. As much as there is where nothing is said.
    /// </summary>
    public ResourceLimits Limits { get; init; } = new();

    /// <summary>How often it is begun at most, 1 to 100.</summary>
    public int Attempts { get; init; } = 3;
}

/// <summary>A folder of the machine that a job runs on.</summary>
/// <param name="Source">Absolute; the same on every machine.</param>
/// <param name="Target">In the container.</param>
/// <param name="IsReadOnly">Nothing can be written there.</param>
public sealed record JobMount(string Source, string Target, bool IsReadOnly);

/// <summary>What has become of a job.</summary>
/// <param name="State">Of its last attempt.</param>
/// <param name="Attempts">How often it was begun.</param>
public sealed record JobStatus(JobState State, int Attempts)
{
    /// <summary>The machine of the last attempt; null where it has none yet.</summary>
    public string? Machine { get; init; }

    /// <summary>Why it waits, or failed, in the engine's words; null where there is nothing to say.</summary>
    public string? Reason { get; init; }
}

/// <summary>Where a job is.</summary>
public enum JobState
{
    /// <summary>No machine runs it: none is free, or it is between two attempts.</summary>
    Waiting,

    Running,

    /// <summary>It ended with 0.</summary>
    Finished,

    /// <summary>It was begun as often as it may be, and never ended with 0.</summary>
    Failed,
}

/// <summary>The engines for jobs that a delivery knows.</summary>
public sealed class JobEngineCatalog(params IEnumerable<IJobEngine> engines)
{
    /// <summary>Where no engine is asked: in the build's own process.</summary>
    public const string Local = "local";

    private readonly SortedDictionary<string, IJobEngine> _byName =
        new(engines.ToDictionary(engine => engine.Name, StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>The engine of a name, or none for "local"; an unknown name is a problem that says which are known.</summary>
    /// <param name="name">As people wrote it.</param>
    /// <param name="place">Where it is written.</param>
    public Validated<Choice> Find(string name, SourceLocation place)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(place);
        string[] known = [Local, .. _byName.Keys];
        return name == Local ? Validated.Valid(new Choice(null))
            : _byName.TryGetValue(name, out var engine) ? Validated.Valid(new Choice(engine))
            : Validated.Invalid<Choice>(place.Problem(
                $"Jobs run {string.Join(" or ", known)}, and not '{name}'.", NearestNames.Question(name, known)));
    }

    /// <param name="Engine">Null for the build's own process.</param>
    public sealed record Choice(IJobEngine? Engine);
}
