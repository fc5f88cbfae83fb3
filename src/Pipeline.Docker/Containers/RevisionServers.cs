using Docker.DotNet.Models;
using Pipeline.Core.Identity;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Status;
using Pipeline.Docker.Hosts;
using Pipeline.Environments;

namespace Pipeline.Docker.Containers;

/// <summary>How the gateway of one environment is found on an engine.</summary>
internal interface IGatewayFinder
{
    /// <summary>What people call it on the engine: a container, or a service.</summary>
    string Title { get; }

    /// <summary>What shows its log: "docker logs pipeline.acme.production.loan-default.gateway".</summary>
    string LogCommand { get; }

    /// <summary>By which the engine knows its container, which may be gone; null where it certainly has none.</summary>
    Task<string?> FindContainerAsync(CancellationToken cancellationToken);
}

/// <summary>How an engine runs the gateway of one environment.</summary>
internal interface IGatewayHost : IGatewayFinder
{
    /// <summary>Started where it is not; whether it answers by then is not looked at.</summary>
    /// <param name="wanted">Null is the address that it has, or a free one.</param>
    /// <param name="cancellationToken">Leaves what was done, for the next to go on with.</param>
    /// <exception cref="Deployment.Processes.GatewayNotLaunchedException">
    /// Its address is taken, or another was asked for.
    /// </exception>
    Task EnsureAsync(System.Net.IPEndPoint? wanted, CancellationToken cancellationToken);

    /// <returns>The image that it ran, by the engine's name; null where there was none.</returns>
    Task<string?> RemoveAsync(CancellationToken cancellationToken);
}

/// <summary>How an engine runs the servers of an environment's revisions.</summary>
internal interface IRevisionServers
{
    /// <summary>Where images are, for people.</summary>
    string ImagePlace { get; }

    /// <summary>The engine's name of an image; null where it is not there.</summary>
    Task<string?> FindImageAsync(ImageDigest image, CancellationToken cancellationToken);

    /// <summary>Makes an image known to whatever may run it.</summary>
    /// <param name="image">Which.</param>
    /// <param name="layout">Its folder.</param>
    /// <param name="cancellationToken">Leaves what is there.</param>
    Task EnsureImageAsync(ImageDigest image, string layout, CancellationToken cancellationToken);

    /// <summary>Whether an image is there; one that is counts as used from now on.</summary>
    Task<bool> TryUseImageAsync(ImageDigest image, CancellationToken cancellationToken);

    /// <exception cref="RevisionNotStartedException">One was not started; all others were seen to.</exception>
    Task SettleAsync(EnvironmentDocument document, RevisionStart start, CancellationToken cancellationToken);

    /// <inheritdoc cref="IRevisionHost.FindRestartsAsync"/>
    Task<IReadOnlyList<RevisionRestarts>> FindRestartsAsync(EnvironmentDocument document, CancellationToken cancellationToken);

    /// <inheritdoc cref="IRevisionHost.FindTroubleAsync"/>
    Task<string?> FindTroubleAsync(Revision revision, CancellationToken cancellationToken);

    /// <inheritdoc cref="IRevisionHost.FindLackAsync"/>
    Task<string?> FindLackAsync(Revision revision, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    Task<IReadOnlyList<string>> ReadLogAsync(int revision, int lines, CancellationToken cancellationToken);

    /// <inheritdoc cref="IEngineSite.ReadUseAsync"/>
    Task<IReadOnlyList<ServerUse>> ReadUseAsync(EnvironmentDocument document, CancellationToken cancellationToken);

    /// <summary>All at once: each may take its time for the last answers.</summary>
    Task RemoveAllAsync(CancellationToken cancellationToken);
}

/// <summary>What runs the servers of revisions, held to what the environment's document says.</summary>
/// <typeparam name="T">What an engine lists.</typeparam>
internal abstract class RevisionServers<T> : IRevisionServers
    where T : class
{
    /// <summary>Of revisions that were ended, how many keep what ran them.</summary>
    private const int Kept = 5;

    public async Task SettleAsync(EnvironmentDocument document, RevisionStart start, CancellationToken cancellationToken)
    {
        var present = await ListAsync(cancellationToken);
        RevisionNotStartedException? trouble = null;
        foreach (var revision in document.Revisions)
        {
            try
            {
                await SettleAsync(revision, present.GetValueOrDefault(revision.Number), start, cancellationToken);
            }
            catch (RevisionNotStartedException exception)
            {
                // The one that is being rolled out is what its leader asks about.
                trouble = trouble is null || exception.Revision == document.Candidate ? exception : trouble;
            }
        }

        foreach (var (_, unknown) in present.Where(x => document.Find(x.Key) is null))
            await RemoveAsync(unknown, cancellationToken);
        var ended = document.Revisions
            .Where(x => x.State is RevisionState.Stopped or RevisionState.Crashed && present.ContainsKey(x.Number))
            .OrderByDescending(x => x.Number).Skip(Kept);
        foreach (var revision in ended)
            await RemoveAsync(present[revision.Number], cancellationToken);
        if (trouble is not null)
            throw trouble;
    }

    public virtual async Task RemoveAllAsync(CancellationToken cancellationToken)
    {
        var present = await ListAsync(cancellationToken);
        await Task.WhenAll(present.Values.Select(x => RemoveAsync(x, cancellationToken)));
    }

    public async Task<bool> TryUseImageAsync(ImageDigest image, CancellationToken cancellationToken)
    {
        if (await FindImageAsync(image, cancellationToken) is null)
            return false;
        await RenewImageAsync(image, cancellationToken);
        return true;
    }

    public async Task<IReadOnlyList<RevisionRestarts>> FindRestartsAsync(
        EnvironmentDocument document, CancellationToken cancellationToken)
    {
        var running = document.Revisions.Where(x => x is { State: RevisionState.Running, Launch: null });
        var found = await Task.WhenAll(running.Select(x => FindRestartsAsync(x, cancellationToken)));
        return [.. found.OfType<RevisionRestarts>()];
    }

    public abstract string ImagePlace { get; }

    public abstract Task<string?> FindImageAsync(ImageDigest image, CancellationToken cancellationToken);

    public abstract Task EnsureImageAsync(ImageDigest image, string layout, CancellationToken cancellationToken);

    public abstract Task<string?> FindTroubleAsync(Revision revision, CancellationToken cancellationToken);

    public virtual Task<string?> FindLackAsync(Revision revision, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(null);

    public abstract Task<IReadOnlyList<string>> ReadLogAsync(int revision, int lines, CancellationToken cancellationToken);

    public virtual Task<IReadOnlyList<ServerUse>> ReadUseAsync(
        EnvironmentDocument document, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ServerUse>>([]);

    /// <summary>An image is used, which who removes old ones has to see.</summary>
    protected virtual Task RenewImageAsync(ImageDigest image, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What there is of the environment, by the number of its revision.</summary>
    protected abstract Task<Dictionary<int, T>> ListAsync(CancellationToken cancellationToken);

    protected abstract bool Runs(T present);

    /// <summary>Started where it does not run, and as it should be.</summary>
    protected abstract Task EnsureAsync(Revision revision, T? present, RevisionStart start, CancellationToken cancellationToken);

    /// <summary>Null where its servers were not started again since that was noted last.</summary>
    protected abstract Task<RevisionRestarts?> FindRestartsAsync(Revision revision, CancellationToken cancellationToken);

    protected abstract Task StopAsync(T present, CancellationToken cancellationToken);

    protected abstract Task RemoveAsync(T present, CancellationToken cancellationToken);

    private Task SettleAsync(Revision revision, T? present, RevisionStart start, CancellationToken cancellationToken) =>
        revision.State switch
        {
            RevisionState.Running => EnsureAsync(revision, present, start, cancellationToken),
            RevisionState.Stopped or RevisionState.Crashed when present is not null && Runs(present) =>
                StopAsync(present, cancellationToken),
            _ => Task.CompletedTask,
        };
}

/// <summary>By its labels, whatever runs it: its container, or the task of its service.</summary>
internal sealed class LabelledGateway(DockerConnection engine, ContainerNames names) : IGatewayFinder
{
    private const string Running = "running";

    public string Title => names.Gateway;

    public string LogCommand => $"docker logs {names.Gateway}";

    /// <summary>Of what ran before and what does now, what runs.</summary>
    public async Task<string?> FindContainerAsync(CancellationToken cancellationToken)
    {
        var parameters = new ContainersListParameters { All = true, Filters = names.Filter(ContainerNames.GatewayRole) };
        var containers = await engine.AskAsync(x => x.Containers.ListContainersAsync(parameters, cancellationToken));
        return containers.OrderByDescending(x => x.State == Running).ThenByDescending(x => x.Created).FirstOrDefault()?.ID;
    }
}
