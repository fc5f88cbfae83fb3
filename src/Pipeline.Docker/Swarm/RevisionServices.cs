using System.Globalization;
using Docker.DotNet;
using Docker.DotNet.Models;
using Pipeline.Core.Identity;
using Pipeline.Core.Retention;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Traffic;
using Pipeline.Docker.Containers;
using Pipeline.Docker.Hosts;
using Pipeline.Environments;

namespace Pipeline.Docker.Swarm;

/// <summary>
/// The services of an environment's revisions. What is said of a revision that runs, as how many servers it has, the Swarm
/// changes server by server; one that ended has its service still, without servers.
/// </summary>
internal sealed class RevisionServices(ServiceClient services, SwarmCluster cluster, ServerImages images, IEnvironmentReach reach)
    : RevisionServers<SwarmService>
{
    private const int LastLines = 100;
    private const string Ready = "v2/health/ready";

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestUpdate = TimeSpan.FromMinutes(5);

    /// <summary>Tasks that were found ready once: what becomes of them is the Swarm's to see.</summary>
    private readonly HashSet<string> _ready = [];

    private ContainerNames Names => services.Names;

    public override string ImagePlace => images.Place;

    public override Task<string?> FindImageAsync(ImageDigest image, CancellationToken cancellationToken) =>
        images.FindAsync(image, cancellationToken);

    public override Task EnsureImageAsync(ImageDigest image, string layout, CancellationToken cancellationToken) =>
        images.EnsureAsync(image, layout, cancellationToken);

    public override async Task<string?> FindTroubleAsync(Revision revision, CancellationToken cancellationToken)
    {
        var name = Names.Service(revision.Number);
        if (await services.FindAsync(name, cancellationToken) is null)
            return $"The service '{name}' of revision {revision.Number} is gone.";
        // One that answered before is replaced by the Swarm, and waited for; a new one has shown what it is worth.
        if (revision.Promoted is not null)
            return null;
        var tasks = await services.ListTasksAsync(name, cancellationToken);
        var ended = tasks.FirstOrDefault(x => x.Status.State is TaskState.Failed or TaskState.Rejected or TaskState.Complete);
        return ended is null ? null : await DescribeEndAsync(revision, ended, cancellationToken);
    }

    public override async Task<string?> FindLackAsync(Revision revision, CancellationToken cancellationToken)
    {
        // The way back to one that answered before does not wait for its last replica.
        if (revision.Promoted is not null)
            return null;
        var name = Names.Service(revision.Number);
        var wanted = (await services.FindAsync(name, cancellationToken))?.Spec.Mode.Replicated.Replicas ?? 0;
        // Of a single server it was just found that it is ready.
        if (wanted < 2)
            return null;
        var listed = await services.ListTasksAsync(name, cancellationToken);
        var tasks = listed.Where(x => x.DesiredState == TaskState.Running).ToList();
        using var client = new HttpClient(reach.OpenHandler(Patience)) { Timeout = Patience };
        foreach (var task in tasks.Where(x => x.Status.State == TaskState.Running && !_ready.Contains(x.ID)))
        {
            if (AddressOf(task) is { } address && await IsReadyAsync(client, address, cancellationToken))
                _ready.Add(task.ID);
        }

        var ready = tasks.Count(x => _ready.Contains(x.ID));
        if (ready >= (int)wanted)
            return null;
        var because = tasks.Select(x => x.Status.Err).FirstOrDefault(x => !string.IsNullOrEmpty(x));
        return string.Create(CultureInfo.InvariantCulture, $"{ready} of {wanted} replicas {(ready == 1 ? "is" : "are")} ready")
            + (because is null ? "" : $", {because.TrimEnd('.')}");
    }

    public override Task<IReadOnlyList<string>> ReadLogAsync(int revision, int lines, CancellationToken cancellationToken) =>
        services.ReadLogAsync(Names.Service(revision), lines, cancellationToken);

    /// <summary>And the secrets, which a Swarm keeps while a service has them.</summary>
    public override async Task RemoveAllAsync(CancellationToken cancellationToken)
    {
        await base.RemoveAllAsync(cancellationToken);
        await services.RemoveSecretsAsync(cancellationToken);
    }

    protected override async Task<Dictionary<int, SwarmService>> ListAsync(CancellationToken cancellationToken)
    {
        await cluster.RequireAsync(cancellationToken);
        var listed = await services.ListAsync(ContainerNames.RevisionRole, cancellationToken);
        return listed.ToDictionary(x => int.Parse(x.Spec.Labels[ContainerNames.Number], CultureInfo.InvariantCulture));
    }

    protected override Task RenewImageAsync(ImageDigest image, CancellationToken cancellationToken) =>
        images.RenewAsync(image, cancellationToken);

    protected override bool Runs(SwarmService present) => present.Spec.Mode.Replicated.Replicas > 0;

    protected override async Task EnsureAsync(
        Revision revision, SwarmService? present, RevisionStart start, CancellationToken cancellationToken)
    {
        if (present is not null && start.Replicas is null)
        {
            if (Runs(present))
                return;
            start = AsBefore(present, start);
        }

        if (await images.NameAsync(revision.Image, cancellationToken) is not { } image)
        {
            // What runs goes on without it.
            if (present is not null && Runs(present))
                return;
            throw new RevisionNotStartedException(
                revision.Number, $"its image {revision.Image.Value.Brief} is not on {images.Place}");
        }

        var node = await cluster.RequireAsync(cancellationToken);
        var place = new ServerPlace(node, IsAnywhere: images.Registry is not null);
        var secret = await services.EnsureSecretAsync(start.Secret, cancellationToken);
        var form = ServiceForms.Revision(Names, revision, start with { Image = image }, secret, place);
        if (present is null)
            await TryAsync(revision, services.CreateAsync(form, images.Access, cancellationToken));
        else if (!IsAsIn(present, form))
            await UpdateAsync(revision, present, form, cancellationToken);
    }

    protected override async Task StopAsync(SwarmService present, CancellationToken cancellationToken)
    {
        var tasks = await services.ListTasksAsync(present.ID, cancellationToken);
        present.Spec.Mode.Replicated.Replicas = 0;
        await services.TryUpdateAsync(present, present.Spec, images.Access, cancellationToken);
        await services.WaitUntilGoneAsync(tasks, cancellationToken);
    }

    protected override Task RemoveAsync(SwarmService present, CancellationToken cancellationToken) =>
        services.RemoveAsync(present, cancellationToken);

    /// <summary>What nobody says now is as it was said when the service was made.</summary>
    private static RevisionStart AsBefore(SwarmService present, RevisionStart start)
    {
        var limits = present.Spec.TaskTemplate.Resources.Limits;
        return start with
        {
            Replicas = int.Parse(present.Spec.Labels[ContainerNames.Replicas], CultureInfo.InvariantCulture),
            Limits = new ResourceLimits
            {
                Memory = limits.MemoryBytes > 0 ? new ByteSize(limits.MemoryBytes) : null,
                Cpus = limits.NanoCPUs > 0 ? limits.NanoCPUs / 1e9 : null,
                Pids = (int)limits.Pids,
            },
        };
    }

    private static bool IsAsIn(SwarmService present, ServiceSpec form) =>
        present.Spec.Mode.Replicated.Replicas == form.Mode.Replicated.Replicas
        && present.Spec.Labels[ContainerNames.Form] == form.Labels[ContainerNames.Form];

    /// <summary>Waits where servers that answer are replaced: whoever deploys wants to know what came of it.</summary>
    private async Task UpdateAsync(
        Revision revision, SwarmService present, ServiceSpec form, CancellationToken cancellationToken)
    {
        var replaces = Runs(present) && present.Spec.Labels[ContainerNames.Form] != form.Labels[ContainerNames.Form];
        var isMade = false;
        await TryAsync(revision, Update());
        if (!replaces || !isMade)
            return;
        var began = services.Clock.GetTimestamp();
        while (services.Clock.GetElapsedTime(began) < LongestUpdate)
        {
            var status = (await services.FindAsync(present.ID, cancellationToken))?.UpdateStatus;
            if (status?.State is "completed")
                return;
            if (status?.State is "paused" or "rollback_paused" or "rollback_completed")
                throw new RevisionNotStartedException(revision.Number, $"the Swarm took its update back, {status.Message}");
            await Task.Delay(LookEvery, services.Clock, cancellationToken);
        }

        async Task Update() => isMade = await services.TryUpdateAsync(present, form, images.Access, cancellationToken);
    }

    private static async Task TryAsync(Revision revision, Task asked)
    {
        try
        {
            await asked;
        }
        catch (EngineFailedException exception) when (exception.InnerException is DockerApiException refusal)
        {
            throw new RevisionNotStartedException(revision.Number, DockerConnection.Said(refusal));
        }
    }

    private async Task<string> DescribeEndAsync(Revision revision, TaskResponse task, CancellationToken cancellationToken)
    {
        if (task.Status.State == TaskState.Rejected)
            return new RevisionNotStartedException(revision.Number, task.Status.Err ?? task.Status.Message).Message;
        var engine = services.Engine;
        if (task.Status.ContainerStatus?.ContainerID is { Length: > 0 } id
            && await engine.FindAsync(x => x.Containers.InspectContainerAsync(id, cancellationToken)) is { } container)
            return await ContainerEnd.DescribeAsync(engine, revision, container, cancellationToken);
        // On another node, whose engine is not asked.
        var log = await ReadLogAsync(revision.Number, LastLines, cancellationToken);
        return ExitReason.Of(revision.Number, (int?)task.Status.ContainerStatus?.ExitCode, log);
    }

    /// <summary>As far as a Swarm remembers: of each server it keeps its last five ends, unless it was told otherwise.</summary>
    protected override async Task<RevisionRestarts?> FindRestartsAsync(Revision revision, CancellationToken cancellationToken)
    {
        var tasks = await services.ListTasksAsync(Names.Service(revision.Number), cancellationToken);
        var ended = tasks.Where(x => x.Status.State == TaskState.Failed).ToList();
        if (ended.Count == 0 || ended.Count == revision.Restarts)
            return null;
        var end = await DescribeEndAsync(revision, ended[0], cancellationToken);
        var times = ended.Count == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{ended.Count} times");
        return new RevisionRestarts(
            revision.Number, ended.Count, $"{end} The Swarm has started another one in its place, {times} by now.");
    }

    private string? AddressOf(TaskResponse task)
    {
        var attached = task.NetworksAttachments?.FirstOrDefault(x => x.Network.Spec.Name == Names.Overlay);
        return attached?.Addresses.FirstOrDefault()?.Split('/')[0];
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, string address, CancellationToken cancellationToken)
    {
        try
        {
            var uri = new UriBuilder(Uri.UriSchemeHttp, address, ContainerNames.Port, Ready).Uri;
            using var response = await client.GetAsync(uri, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (
            exception is HttpRequestException
            || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}
