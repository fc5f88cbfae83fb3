using Docker.DotNet.Models;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Rollouts;
using Pipeline.Docker.Hosts;

namespace Pipeline.Docker.Containers;

/// <summary>The gateway's program on an engine, for its volume with the state of an environment.</summary>
internal sealed class GatewayState(
    DockerConnection engine, ContainerNames names, ImageStore images, EngineSupplies supplies)
{
    /// <summary>Notes in the state of an environment whose gateway does not run that it was taken down.</summary>
    /// <param name="image">Of its gateway; null is any that is there.</param>
    /// <param name="cancellationToken">Leaves the state as it is.</param>
    public async Task TakeDownAsync(string? image, CancellationToken cancellationToken)
    {
        image ??= await images.FindAnyAsync(ImageStore.GatewayRepository, cancellationToken)
            ?? await LoadAsync(cancellationToken);
        var form = ContainerForms.TakeDown(names, image);
        var created = await engine.AskAsync(x => x.Containers.CreateContainerAsync(form, cancellationToken));
        try
        {
            var ended = await engine.AskAsync(async x =>
            {
                await x.Containers.StartContainerAsync(created.ID, new ContainerStartParameters(), cancellationToken);
                return await x.Containers.WaitContainerAsync(created.ID, cancellationToken);
            });
            if (ended.StatusCode != 0)
            {
                var said = await ContainerLog.ReadAsync(engine, created.ID, 5, cancellationToken);
                throw new GatewayNotLaunchedException(Place, string.Join(' ', said));
            }
        }
        finally
        {
            await ContainerEnd.RemoveAsync(engine, created.ID, CancellationToken.None);
        }
    }

    public string Place => $"the environment '{names.State}' on {engine.Title}";

    /// <summary>The gateway's image, loaded where it is not there, by the engine's name.</summary>
    public async Task<string> LoadAsync(CancellationToken cancellationToken)
    {
        if (supplies.Layouts is not { } layouts)
            throw new GatewayNotLaunchedException(Place, "There is no image of it here to load.");
        var layout = await layouts.MakeGatewayAsync(cancellationToken);
        return await images.EnsureAsync(ImageStore.GatewayRepository, layout, cancellationToken);
    }
}
