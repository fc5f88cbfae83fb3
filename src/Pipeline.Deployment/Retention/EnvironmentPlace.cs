using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Core.Audit;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Retention;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Traffic;
using Pipeline.Environments;

namespace Pipeline.Deployment.Retention;

/// <summary>What an environment keeps on this machine: images, copies of the gateway, logs.</summary>
/// <param name="site">Which environment.</param>
/// <param name="request">What the caller knows.</param>
/// <param name="clock">The time.</param>
public sealed partial class EnvironmentPlace(EnvironmentSite site, EnvironmentPlaceRequest request, TimeProvider clock)
    : IKeptPlace
{
    private readonly EnvironmentFolder _folder = site.Folder;

    public string Title => site.Title;

    public async Task<IReadOnlyList<KeptEntry>> ListAsync(CancellationToken cancellationToken)
    {
        var document = await ReadAsync(cancellationToken);
        var pointers = Pointers(document);
        var used = document.Revisions.GroupBy(x => HomeOf(x.Image)).ToDictionary(x => x.Key, x => x.Max(y => y.Since));
        return
        [
            .. Paths().Select(x => KeptEntry.Measure(x.Kind, x.Path)).OfType<KeptEntry>().Select(x => x with
            {
                KeptBy = pointers.GetValueOrDefault(x.Path),
                LastUsed = used.TryGetValue(x.Path, out var since) && since > x.LastUsed ? since : x.LastUsed,
            }),
        ];
    }

    public async Task<IReadOnlyDictionary<string, string>> FindPointersAsync(CancellationToken cancellationToken) =>
        Pointers(await ReadAsync(cancellationToken));

    /// <summary>
    /// The lease, as a rollout has it; where no gateway runs, the lock that one would need, so that none starts. A rollback takes
    /// a lease over, and is not kept out: what it may go back to is pointed to.
    /// </summary>
    /// <exception cref="AccessDeniedException">The access policy says no.</exception>
    public async Task<IAsyncDisposable> HoldAsync(CancellationToken cancellationToken)
    {
        request.Policy.Demand(request.Actor, "prune", site.Title);
        var client = new GatewayClient(new LocalReach(_folder), clock);
        try
        {
            if (await client.FindAsync(cancellationToken) is null)
                return new FileStream(_folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var ask = new LeaseRequest(request.Actor) { Process = ProcessIdentity.Current };
            var wish = new LeaseWish(ask, TimeSpan.Zero, new RolloutOptions());
            return await HeldLease.AcquireAsync(client, wish, clock, cancellationToken);
        }
        catch (Exception exception) when (exception is EnvironmentRefusedException or GatewayUnreachableException)
        {
            throw new UnclearPlaceException(Title, exception.Message.TrimEnd('.'), exception);
        }
        catch (IOException exception)
        {
            throw new UnclearPlaceException(Title, "its gateway is being started or ended", exception);
        }
    }

    private string HomeOf(ImageDigest image) => Path.Combine(_folder.Images, image.Value.Hex);

    private async Task<EnvironmentDocument> ReadAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(_folder.Document))
            throw new UnclearPlaceException(Title, $"there is no '{_folder.Document}' that says what is needed");
        var read = await DocumentFile.ReadAsync<EnvironmentDocument>(_folder.Document, cancellationToken);
        return read.TryGet(out var document)
            ? document
            : throw new UnclearPlaceException(Title, read.Problems[0].ToString().TrimEnd('.'));
    }

    private IEnumerable<(KeptKind Kind, string Path)> Paths()
    {
        foreach (var path in Below(_folder.Images, "*"))
            yield return (IsWhole(path) ? KeptKind.Images : KeptKind.Drafts, path);
        foreach (var path in Below(_folder.Programs, "*"))
            yield return (IsWhole(path) ? KeptKind.Builds : KeptKind.Drafts, path);
        foreach (var path in Below(_folder.Logs, "revision-*"))
            yield return (KeptKind.Logs, path);
        foreach (var path in Below(_folder.Predictions, "*"))
        {
            if (Removal.IsLeftover(path))
                yield return (KeptKind.Drafts, path);
            else if (Path.GetFileName(path) is { } name && name.StartsWith("predictions-", StringComparison.Ordinal))
                yield return (KeptKind.Predictions, path);
        }

        foreach (var path in Below(_folder.Path, ".*.tmp").Concat(Below(_folder.Logs, ".*.tmp")))
            yield return (KeptKind.Drafts, path);
    }

    private static string[] Below(string folder, string pattern) =>
        Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder, pattern) : [];

    /// <summary>Names of what is whole are digests; a point stands in those of all else.</summary>
    private static bool IsWhole(string path) => !Path.GetFileName(path).Contains('.', StringComparison.Ordinal);

    private Dictionary<string, string> Pointers(EnvironmentDocument document)
    {
        var pointers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (revision, by) in RevisionPointers.Of(document, request))
            pointers.TryAdd(HomeOf(revision.Image), by);
        var running = document.Revisions.Where(x => RevisionPointers.Runs(document, x)).Select(x => x.Number).ToHashSet();
        foreach (var path in Below(_folder.Logs, "revision-*"))
        {
            var match = LogName().Match(Path.GetFileName(path));
            if (!match.Success)
                pointers.Add(path, "it was not made here");
            else if (int.TryParse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture, out var number)
                && running.Contains(number))
                pointers.Add(path, $"revision {number} writes to it");
        }

        foreach (var path in Below(_folder.Predictions, "predictions-*").Where(LastUse.IsNow))
            pointers.Add(path, "a server writes to it");
        AddPrograms(pointers);
        return pointers;
    }

    /// <summary>The copies that the present gateway and the next one run from; where that is unclear, all.</summary>
    private void AddPrograms(Dictionary<string, string> pointers)
    {
        if (GatewayProgram.FindInstalled(_folder) is { } next)
            pointers.Add(Path.GetDirectoryName(next)!, "the next gateway is started from it");
        if (!File.Exists(_folder.Gateway))
            return;
        var running = GatewayProgram.FindRunning(_folder);
        foreach (var path in Below(_folder.Programs, "*").Where(x => running is null || running.Contains(Path.GetFileName(x))))
            pointers.TryAdd(path, running is null ? "it may be the gateway that runs" : "the gateway runs from it");
    }

    [GeneratedRegex(@"\Arevision-(?<number>[0-9]+)\.(log|log\.1|address)\z")]
    private static partial Regex LogName();
}

/// <summary>Who asks, and what is needed besides what the environment itself says.</summary>
/// <param name="Actor">In whose name the environment is held.</param>
/// <param name="WaysBack">How many revisions that answered before stay.</param>
/// <param name="Named">Versions that the registry has an alias for, and that alias.</param>
public sealed record EnvironmentPlaceRequest(Actor Actor, int WaysBack, IReadOnlyDictionary<ModelVersion, string> Named)
{
    public IAccessPolicy Policy { get; init; } = new AllowAll();
}

/// <summary>Which revisions need their image, and why.</summary>
public static class RevisionPointers
{
    /// <summary>The strongest reason of a revision comes first.</summary>
    public static IEnumerable<(Revision Revision, string By)> Of(EnvironmentDocument document, EnvironmentPlaceRequest request)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(request);
        foreach (var revision in document.Revisions)
        {
            if (Because(document, revision) is { } by)
                yield return (revision, by);
        }

        foreach (var revision in WaysBack(document, request.WaysBack))
            yield return (revision, $"{Words(revision)} is a way back");
        foreach (var revision in document.Revisions)
        {
            if (revision.Version is { } version && request.Named.TryGetValue(version, out var name))
                yield return (revision, $"the registry calls version {version} '{name}'");
        }
    }

    /// <summary>Whether its server runs, or its gateway may start it by itself.</summary>
    internal static bool Runs(EnvironmentDocument document, Revision revision) => Because(document, revision) is not null;

    private static string? Because(EnvironmentDocument document, Revision revision) =>
        revision.Number == document.Stable ? $"{Words(revision)} answers"
        : revision.Number == document.Standby ? $"{Words(revision)} is the standby"
        : revision.Number == document.Candidate ? $"{Words(revision)} is being rolled out"
        : revision.State is RevisionState.Running or RevisionState.Stopping || revision.Process is { IsRunning: true }
            ? $"{Words(revision)} still runs"
            : null;

    /// <summary>
    /// Those that a rollback without a number comes to, one after another, and the last that answered: after a rollback, these
    /// have greater numbers, and after Down, there are only these.
    /// </summary>
    private static IEnumerable<Revision> WaysBack(EnvironmentDocument document, int count)
    {
        var answered = document.Revisions.Where(x => x.Promoted is not null).OrderByDescending(x => x.Promoted).ToList();
        return answered.Where(x => x.Number < document.Stable).Take(count).Union(answered.Take(count));
    }

    private static string Words(Revision revision) => string.Create(
        CultureInfo.InvariantCulture,
        $"revision {revision.Number}{(revision.Version is { } version ? $" (version {version})" : "")}");
}
