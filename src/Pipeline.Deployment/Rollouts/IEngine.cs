using System.Globalization;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Core.Retention;
using Pipeline.Deployment.Down;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Retention;
using Pipeline.Deployment.Status;
using Pipeline.Deployment.Traffic;
using Pipeline.Environments;

namespace Pipeline.Deployment.Rollouts;

/// <summary>What runs images, by the name that environments.yml gives it; it never builds one.</summary>
public interface IEngine
{
    /// <summary>Lower case, as "process".</summary>
    string Name { get; }

    /// <summary>The engine in one environment.</summary>
    /// <param name="site">Which environment.</param>
    /// <param name="supplies">What it may be given.</param>
    IEngineSite Open(EnvironmentSite site, EngineSupplies supplies);

    /// <summary>
    /// What the engine itself keeps of a model, for all environments that are on it, this project's or others'. Null where it
    /// keeps nothing beside what is in the folders of environments.
    /// </summary>
    /// <param name="model">Whose images.</param>
    /// <param name="request">Who asks, and what is needed besides what the environments say.</param>
    /// <param name="clock">The time.</param>
    IKeptPlace? OpenKept(ModelName model, EnvironmentPlaceRequest request, TimeProvider clock) => null;
}

/// <summary>What an engine may need of whoever deploys.</summary>
/// <param name="Gateway">The gateway's program.</param>
/// <param name="Images">Images as files, and what their servers are told.</param>
/// <param name="Clock">The time.</param>
public sealed record EngineSupplies(GatewayProgram Gateway, IImageFolders Images, TimeProvider Clock)
{
    /// <summary>What a server may use. Default: as much as there is.</summary>
    public ResourceLimits Limits { get; init; } = new();

    /// <summary>
    /// How many servers each revision has, 1 to 100, on an engine that keeps several. Null where nobody says: those that are
    /// there stay as they are, limits included, and a new revision has one.
    /// </summary>
    public int? Replicas { get; init; }

    /// <summary>
    /// Where images are pushed to for an engine of several machines, as "registry.example.com/team"; null is nowhere.
    /// </summary>
    public string? Repository { get; init; }

    /// <summary>Images for an engine that loads them; null where there are none.</summary>
    public IImageLayouts? Layouts { get; init; }

    /// <summary>Told of what takes long; null is nobody.</summary>
    public IProgress<StepEvent>? Progress { get; init; }
}

/// <summary>Images in the form of OCI layouts, for an engine that loads them.</summary>
public interface IImageLayouts
{
    /// <summary>The folder of an image's layout; null where that image is not there.</summary>
    Task<string?> FindAsync(ImageDigest image, CancellationToken cancellationToken);

    /// <summary>The folder of the layout with the gateway, made where needed.</summary>
    Task<string> MakeGatewayAsync(CancellationToken cancellationToken);
}

/// <summary>
/// An engine in one environment, on the side of whoever deploys: its gateway, the way to it, and the revisions. All of it can be
/// done again from any clone, and after a kill at any step.
/// </summary>
public interface IEngineSite : IRevisionHost, IDisposable
{
    /// <summary>Of the engine that it is on: the one that was chosen, where the engine chooses.</summary>
    string Name { get; }

    IEnvironmentReach Reach { get; }

    /// <summary>
    /// The prediction log of all servers of the environment, as a folder of this machine: where it is, or a copy, brought up to
    /// date now.
    /// </summary>
    /// <param name="folder">The environment's own on this machine.</param>
    /// <param name="cancellationToken">Ends the copying; the next goes on where it ended.</param>
    /// <exception cref="EngineFailedException">The engine does not answer.</exception>
    Task<string> BringPredictionsAsync(EnvironmentFolder folder, CancellationToken cancellationToken) =>
        Task.FromResult(folder.Predictions);

    /// <summary>
    /// What each server that the engine runs has used. None of servers that are processes of this machine, which anybody may ask
    /// the system about, and none of those that the engine cannot count.
    /// </summary>
    /// <exception cref="EngineFailedException">The engine does not answer.</exception>
    Task<IReadOnlyList<ServerUse>> ReadUseAsync(EnvironmentDocument document, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ServerUse>>([]);

    /// <summary>Starts the gateway where it does not run, and waits until it answers.</summary>
    /// <exception cref="GatewayNotLaunchedException">It does not listen; with what is in the way.</exception>
    Task EnsureGatewayAsync(GatewayAddress address, CancellationToken cancellationToken);

    /// <summary>The same with the program and the address that the environment has, for what only keeps it going.</summary>
    /// <exception cref="GatewayNotLaunchedException">It does not listen; with what is in the way.</exception>
    Task EnsureGatewayAsBeforeAsync(CancellationToken cancellationToken);

    /// <summary>Ends what still runs once the environment is taken down, and removes all but its state.</summary>
    /// <param name="asked">The gateway that has taken it down; null where none answers.</param>
    /// <param name="cancellationToken">Ends the waiting, not what was begun.</param>
    /// <exception cref="EnvironmentNotDownException">Something still runs.</exception>
    Task RemoveAsync(GatewayDocument? asked, CancellationToken cancellationToken);

    /// <summary>What a revision's server wrote last, or the gateway; oldest first, each line short and plain.</summary>
    /// <param name="revision">Null is the gateway.</param>
    /// <param name="lines">At most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<string>> ReadLogAsync(int? revision, int lines, CancellationToken cancellationToken);
}

/// <summary>What a rollout asks of the engine that it leads a revision to.</summary>
public interface IRevisionHost
{
    /// <summary>
    /// Makes the image ready to run here, and says how the environment's gateway starts it, or at which address it will answer
    /// once <see cref="SettleAsync"/> has started it.
    /// </summary>
    Task<EnvironmentChange.Register> PrepareAsync(ImageDigest image, CancellationToken cancellationToken);

    /// <summary>Why a revision that ended cannot be started again, as "its image is no longer here"; null when it can.</summary>
    Task<string?> FindGoneAsync(Revision revision, CancellationToken cancellationToken);

    /// <summary>Whether <see cref="SettleAsync"/> starts and ends servers; otherwise the gateway does.</summary>
    bool StartsServers => false;

    /// <summary>
    /// Makes what runs what a committed document says: starts what should run, and ends what the gateway has stopped asking.
    /// Twice is once.
    /// </summary>
    /// <exception cref="RevisionNotStartedException">A server cannot be started; all others were seen to.</exception>
    /// <exception cref="EngineFailedException">The engine does not answer, or not as it should.</exception>
    Task SettleAsync(EnvironmentDocument document, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// The servers that the engine has started again by itself, where it does that and not the gateway, and of those only such as
    /// the document does not have yet.
    /// </summary>
    /// <exception cref="EngineFailedException">The engine does not answer, or not as it should.</exception>
    Task<IReadOnlyList<RevisionRestarts>> FindRestartsAsync(EnvironmentDocument document, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RevisionRestarts>>([]);

    /// <summary>Why the server of a revision does not run that should, in one sentence; null where nothing is known.</summary>
    Task<string?> FindTroubleAsync(Revision revision, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>What a revision lacks that has several servers, as "1 of 3 replicas is ready"; null where all are.</summary>
    Task<string?> FindLackAsync(Revision revision, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
}

/// <summary>An engine has started a server again.</summary>
/// <param name="Revision">Its number.</param>
/// <param name="Count">How often since its container was started by somebody.</param>
/// <param name="Trouble">How the server ended last, in one sentence.</param>
public sealed record RevisionRestarts(int Revision, int Count, string Trouble);

/// <summary>An engine did not start the server of a revision.</summary>
/// <param name="revision">Its number.</param>
/// <param name="reason">A clause: "no memory is left".</param>
public sealed class RevisionNotStartedException(int revision, string reason) : Exception(string.Create(
    CultureInfo.InvariantCulture, $"The server of revision {revision} was not started: {reason?.TrimEnd('.')}."))
{
    public int Revision { get; } = revision;
}

/// <summary>An engine does not answer, or does not do what it was asked for.</summary>
/// <param name="engine">Which one, and where: "the Docker engine at unix:///var/run/docker.sock".</param>
/// <param name="reason">A sentence, or several: what happened, and what helps.</param>
/// <param name="innerException">What its client threw, where it did.</param>
public sealed class EngineFailedException(string engine, string reason, Exception? innerException = null) : Exception(
    $"{(engine is [var first, ..] ? char.ToUpperInvariant(first) + engine[1..] : "The engine")} {reason}", innerException);

/// <summary>The engines that a delivery knows.</summary>
public sealed class EngineCatalog(params IEnumerable<IEngine> engines)
{
    private readonly SortedDictionary<string, IEngine> _byName =
        new(engines.ToDictionary(engine => engine.Name, StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>In ordinal order.</summary>
    public IReadOnlyCollection<string> Names => _byName.Keys;

    /// <summary>The engine of a name; an unknown name is a problem that says which one is near, and which are known.</summary>
    public Validated<IEngine> Find(string name, SourceLocation? location = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (_byName.TryGetValue(name, out var engine))
            return Validated.Valid(engine);
        var known = $"Known engines: {string.Join(", ", Names)}.";
        var hint = NearestNames.Question(name, Names) is { } question ? $"{question} {known}" : known;
        return Validated.Invalid<IEngine>((location ?? new SourceLocation("")).Problem($"There is no engine '{name}'.", hint));
    }
}
