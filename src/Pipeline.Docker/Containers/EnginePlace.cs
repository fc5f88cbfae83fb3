using Docker.DotNet.Models;
using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Core.Retention;
using Pipeline.Deployment.Retention;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Traffic;
using Pipeline.Docker.Hosts;
using Pipeline.Environments;
using Actor = Pipeline.Core.Audit.Actor;

namespace Pipeline.Docker.Containers;

/// <summary>
/// Images of a model on an engine, and those of gateways. All environments of the model that are there share them, whoever's
/// they are: what one of them points to stays, and where one cannot be read, all does.
/// </summary>
internal sealed class EnginePlace(
    DockerConnection engine, ModelName model, EnvironmentPlaceRequest request, TimeProvider clock) : IKeptPlace, IDisposable
{
    private const string Prefix = "pipeline";

    private readonly ImageStore _images = new(engine);

    public string Title => $"{engine.Title}, of {model}";

    public void Dispose() => engine.Dispose();

    public async Task<IReadOnlyList<KeptEntry>> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            var documents = await ReadAsync(cancellationToken);
            var pointers = await FindPointersAsync(documents, cancellationToken);
            var used = documents.SelectMany(x => x.Document.Revisions).GroupBy(NameOf)
                .ToDictionary(x => x.Key, x => x.Max(y => y.Since), StringComparer.Ordinal);
            var entries = new List<KeptEntry>();
            foreach (var (repository, kind) in Repositories())
            {
                foreach (var name in await _images.ListAsync(repository, cancellationToken))
                {
                    var since = used.TryGetValue(name, out var found) ? found : default(DateTimeOffset?);
                    if (await MeasureAsync(kind, name, since, cancellationToken) is { } entry)
                        entries.Add(entry with { KeptBy = pointers.GetValueOrDefault(name) });
                }
            }

            return entries;
        }
        catch (EngineFailedException exception)
        {
            throw new UnclearPlaceException(Title, exception.Message.TrimEnd('.'), exception);
        }
    }

    public async Task<IReadOnlyDictionary<string, string>> FindPointersAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await FindPointersAsync(await ReadAsync(cancellationToken), cancellationToken);
        }
        catch (EngineFailedException exception)
        {
            throw new UnclearPlaceException(Title, exception.Message.TrimEnd('.'), exception);
        }
    }

    /// <summary>The leases of the model's environments there whose gateway runs; in others, nobody can be at work.</summary>
    public async Task<IAsyncDisposable> HoldAsync(CancellationToken cancellationToken)
    {
        request.Policy.Demand(request.Actor, "prune", Title);
        var held = new HeldLeases();
        try
        {
            foreach (var names in await EnvironmentsAsync(cancellationToken))
            {
                var reach = new DockerReach(engine, names, _images, new LabelledGateway(engine, names));
                await held.AddAsync(reach, request.Actor, clock, cancellationToken);
            }

            return held;
        }
        catch (Exception exception)
        {
            await held.DisposeAsync();
            if (exception is EnvironmentRefusedException or GatewayUnreachableException or EngineFailedException)
                throw new UnclearPlaceException(Title, exception.Message.TrimEnd('.'), exception);
            throw;
        }
    }

    /// <summary>
    /// With the containers of revisions that ended, which keep nothing but what their servers wrote. Never by force: the engine
    /// may know of containers that nobody else knows of.
    /// </summary>
    public async Task<string?> TakeAwayAsync(KeptEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        try
        {
            foreach (var container in (await ContainersAsync(cancellationToken)).Where(x => x.Image == entry.Path && IsOver(x)))
                await ContainerEnd.RemoveAsync(engine, container.ID, cancellationToken);
            var removed = await engine.FindAsync(
                x => x.Images.DeleteImageAsync(entry.Path, new ImageDeleteParameters { Force = false }, cancellationToken));
            return removed is null ? null : entry.Path;
        }
        catch (EngineFailedException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    /// <summary>An engine does both at once.</summary>
    public Task DeleteAsync(string away, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<bool> ExistsAsync(KeptEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return await engine.FindAsync(x => x.Images.InspectImageAsync(entry.Path, cancellationToken)) is not null;
    }

    private string NameOf(Revision revision) => ContainerNames.ImageName(model.ToString(), revision.Image);

    private IEnumerable<(string Repository, KeptKind Kind)> Repositories() =>
        [(model.ToString(), KeptKind.Images), (ImageStore.GatewayRepository, KeptKind.Builds)];

    /// <summary>
    /// It was used when it was loaded, or got its name again, and when a revision of it last came to its state; its own date is
    /// no date, so that it is the same from any machine. Without either, it counts as used now.
    /// </summary>
    private async Task<KeptEntry?> MeasureAsync(
        KeptKind kind, string name, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var image = await engine.FindAsync(x => x.Images.InspectImageAsync(name, cancellationToken));
        var named = image?.Metadata?.LastTagTime is { Year: > 1 } tagged
            ? new DateTimeOffset(tagged.ToUniversalTime())
            : default(DateTimeOffset?);
        return image is null ? null : new KeptEntry
        {
            Kind = kind,
            Path = name,
            Bytes = image.Size,
            LastUsed = named > since ? named.Value : since ?? named ?? clock.GetUtcNow(),
        };
    }

    private async Task<IReadOnlyList<EnvironmentOnEngine>> ReadAsync(CancellationToken cancellationToken)
    {
        var found = new List<EnvironmentOnEngine>();
        foreach (var names in await EnvironmentsAsync(cancellationToken))
        {
            using var reach = new DockerReach(engine, names, _images, new LabelledGateway(engine, names));
            try
            {
                if (await reach.FindDocumentAsync(cancellationToken) is { } document)
                    found.Add(new EnvironmentOnEngine(names, document));
            }
            catch (EnvironmentDamagedException exception)
            {
                throw new UnclearPlaceException(Title, exception.Message.TrimEnd('.'), exception);
            }
        }

        return found;
    }

    /// <summary>By the volumes of their state, which stay when they are taken down.</summary>
    private async Task<IReadOnlyList<ContainerNames>> EnvironmentsAsync(CancellationToken cancellationToken)
    {
        var volumes = await engine.AskAsync(x => x.Volumes.ListAsync(cancellationToken));
        return
        [
            .. (volumes.Volumes ?? []).Select(x => x.Name.Split('.'))
                .Where(x => x is [Prefix, _, _, var name] && name == model.ToString())
                .Select(x => new ContainerNames(x[1], x[2], model)),
        ];
    }

    private async Task<Dictionary<string, string>> FindPointersAsync(
        IReadOnlyList<EnvironmentOnEngine> environments, CancellationToken cancellationToken)
    {
        var pointers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (names, document) in environments)
        {
            foreach (var (revision, by) in RevisionPointers.Of(document, request))
                pointers.TryAdd(NameOf(revision), $"{by} in {names.Environment} of {names.Project}");
        }

        if (await _images.FindAnyAsync(ImageStore.GatewayRepository, cancellationToken) is { } newest)
            pointers.TryAdd(newest, "the state of environments that are down is read with it");
        foreach (var container in (await ContainersAsync(cancellationToken)).Where(x => !IsOver(x)))
            pointers.TryAdd(container.Image, $"the container '{container.Names[0].TrimStart('/')}' is of it");
        return pointers;
    }

    private Task<IList<ContainerListResponse>> ContainersAsync(CancellationToken cancellationToken) => engine.AskAsync(
        x => x.Containers.ListContainersAsync(new ContainersListParameters { All = true }, cancellationToken));

    /// <summary>Of a revision that ended: it is started again only where the document points to it.</summary>
    private static bool IsOver(ContainerListResponse container) =>
        container.Labels.TryGetValue(ContainerNames.Role, out var role) && role == ContainerNames.RevisionRole
        && container.State is RevisionContainers.Created or RevisionContainers.Exited or RevisionContainers.Dead;

    private sealed record EnvironmentOnEngine(ContainerNames Names, EnvironmentDocument Document);
}

/// <summary>Leases of several environments, which are held together.</summary>
internal sealed class HeldLeases : IAsyncDisposable
{
    private readonly List<(DockerReach Reach, GatewayClient Client, long Token)> _held = [];

    /// <exception cref="EnvironmentRefusedException">Somebody changes it.</exception>
    public async Task AddAsync(DockerReach reach, Actor holder, TimeProvider clock, CancellationToken cancellationToken)
    {
        var client = new GatewayClient(reach, clock);
        try
        {
            if (await client.FindAsync(cancellationToken) is not null)
            {
                var lease = await client.AcquireAsync(
                    new LeaseRequest(holder) { Process = ProcessIdentity.Current }, cancellationToken);
                _held.Add((reach, client, lease.Token));
                return;
            }
        }
        catch
        {
            client.Dispose();
            reach.Dispose();
            throw;
        }

        client.Dispose();
        reach.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (reach, client, token) in _held)
        {
            try
            {
                await client.ReleaseAsync(token, CancellationToken.None);
            }
            catch (Exception exception) when (exception is EnvironmentRefusedException or GatewayUnreachableException)
            {
                // It ends by itself.
            }

            client.Dispose();
            reach.Dispose();
        }
    }
}
