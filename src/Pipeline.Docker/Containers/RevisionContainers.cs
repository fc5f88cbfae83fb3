using System.Globalization;
using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;
using Pipeline.Core.Identity;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Status;
using Pipeline.Docker.Hosts;
using Pipeline.Environments;

namespace Pipeline.Docker.Containers;

/// <summary>The containers of an environment's revisions, held to what its document says.</summary>
internal sealed class RevisionContainers(DockerConnection engine, ContainerNames names, ImageStore images)
    : RevisionServers<ContainerListResponse>
{
    public const string Created = "created";
    public const string Exited = "exited";
    public const string Dead = "dead";

    /// <summary>Why a server does not run that should.</summary>
    public override async Task<string?> FindTroubleAsync(Revision revision, CancellationToken cancellationToken)
    {
        var name = names.Revision(revision.Number);
        var container = await engine.FindAsync(x => x.Containers.InspectContainerAsync(name, cancellationToken));
        if (container is null)
            return $"The container '{name}' of revision {revision.Number} is gone.";
        if (container.State.Status is Exited or Dead)
            return await ContainerEnd.DescribeAsync(engine, revision, container, cancellationToken);
        // One that answered before is started again by the engine, and waited for; a new one has shown what it is worth.
        return revision.Promoted is null && (container.State.Restarting || container.RestartCount > 0)
            ? await ContainerEnd.DescribeAsync(engine, revision, container, cancellationToken)
            : null;
    }

    public override async Task<IReadOnlyList<ServerUse>> ReadUseAsync(
        EnvironmentDocument document, CancellationToken cancellationToken)
    {
        var running = document.Revisions.Where(x => x is { State: RevisionState.Running, Launch: null });
        var found = await Task.WhenAll(running.Select(x =>
            ContainerUse.ReadAsync(engine, names.Revision(x.Number), x.Number, cancellationToken)));
        return [.. found.OfType<ServerUse>()];
    }

    public override Task<IReadOnlyList<string>> ReadLogAsync(int revision, int lines, CancellationToken cancellationToken) =>
        ContainerLog.ReadAsync(engine, names.Revision(revision), lines, cancellationToken);

    public override string ImagePlace => engine.Title;

    public override async Task<string?> FindImageAsync(ImageDigest image, CancellationToken cancellationToken) =>
        await images.FindAsync(names.Model.ToString(), image, cancellationToken);

    public override async Task EnsureImageAsync(ImageDigest image, string layout, CancellationToken cancellationToken) =>
        await images.EnsureAsync(names.Model.ToString(), layout, cancellationToken);

    protected override Task RenewImageAsync(ImageDigest image, CancellationToken cancellationToken) =>
        images.RenewAsync(ContainerNames.ImageName(names.Model.ToString(), image), cancellationToken);

    /// <summary>An engine counts them, and begins anew when somebody starts the container.</summary>
    protected override async Task<RevisionRestarts?> FindRestartsAsync(Revision revision, CancellationToken cancellationToken)
    {
        var name = names.Revision(revision.Number);
        var container = await engine.FindAsync(x => x.Containers.InspectContainerAsync(name, cancellationToken));
        if (container is null or { RestartCount: 0 } || container.RestartCount == revision.Restarts)
            return null;
        var end = await ContainerEnd.DescribeAsync(engine, revision, container, cancellationToken);
        var times = container.RestartCount == 1 ? "once" : string.Create(
            CultureInfo.InvariantCulture, $"{container.RestartCount} times");
        return new RevisionRestarts(
            revision.Number, (int)container.RestartCount, $"{end} Its engine has started it again, {times} by now.");
    }

    protected override async Task<Dictionary<int, ContainerListResponse>> ListAsync(CancellationToken cancellationToken)
    {
        var listed = await engine.AskAsync(x => x.Containers.ListContainersAsync(
            new ContainersListParameters { All = true, Filters = names.Filter(ContainerNames.RevisionRole) },
            cancellationToken));
        var present = new Dictionary<int, ContainerListResponse>();
        foreach (var container in listed)
        {
            if (int.TryParse(container.Labels[ContainerNames.Number], CultureInfo.InvariantCulture, out var number))
                present[number] = container;
        }

        return present;
    }

    protected override bool Runs(ContainerListResponse present) => present.State is not (Created or Exited or Dead);

    protected override Task EnsureAsync(
        Revision revision, ContainerListResponse? present, RevisionStart start, CancellationToken cancellationToken) =>
        present is not null && Runs(present)
            ? Task.CompletedTask
            : StartAsync(revision, present, start, cancellationToken);

    protected override Task StopAsync(ContainerListResponse present, CancellationToken cancellationToken) =>
        ContainerEnd.StopAsync(engine, present.ID, cancellationToken);

    protected override Task RemoveAsync(ContainerListResponse present, CancellationToken cancellationToken) =>
        ContainerEnd.RemoveAsync(engine, present.ID, cancellationToken);

    private async Task StartAsync(
        Revision revision, ContainerListResponse? container, RevisionStart start, CancellationToken cancellationToken)
    {
        var name = names.Revision(revision.Number);
        if (container is null)
        {
            var image = await FindImageAsync(revision.Image, cancellationToken)
                ?? throw new RevisionNotStartedException(
                    revision.Number, $"its image {revision.Image.Value.Brief} is not on {engine.Title}");
            await TryAsync(revision, x => x.Containers.CreateContainerAsync(
                ContainerForms.Revision(names, revision, start with { Image = image }), cancellationToken));
        }
        else
        {
            var update = new ContainerUpdateParameters { RestartPolicy = ContainerForms.Restarts(isToRun: true) };
            await TryAsync(revision, x => x.Containers.UpdateContainerAsync(name, update, cancellationToken));
        }

        await TryAsync(revision, x => x.Containers.StartContainerAsync(name, new ContainerStartParameters(), cancellationToken));
    }

    private Task TryAsync<T>(Revision revision, Func<DockerClient, Task<T>> ask) => engine.AskAsync(async x =>
    {
        try
        {
            await ask(x);
        }
        catch (DockerApiException exception) when (exception.StatusCode != HttpStatusCode.Conflict)
        {
            throw new RevisionNotStartedException(revision.Number, DockerConnection.Said(exception));
        }
        catch (DockerApiException)
        {
            // Somebody else made it meanwhile: a start twice is one.
            return;
        }
    });
}
