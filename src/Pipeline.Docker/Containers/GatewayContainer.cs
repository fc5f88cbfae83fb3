using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;
using Pipeline.Deployment.Down;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Rollouts;
using Pipeline.Docker.Hosts;

namespace Pipeline.Docker.Containers;

/// <summary>The gateway of one environment and what it stands on: its network and its address.</summary>
internal sealed class GatewayContainer(
    DockerConnection engine, ContainerNames names, ImageStore images, EngineSupplies supplies)
{
    private const int PortsTried = 50;
    private const string AutoHost = "127.0.0.1";

    /// <summary>Started where it is not; whether it answers by then is not looked at.</summary>
    /// <param name="wanted">Null is the address that it has, or a free one of the loopback.</param>
    /// <param name="cancellationToken">Leaves what was done, for the next to go on with.</param>
    /// <exception cref="GatewayNotLaunchedException">Its address is taken, or another was asked for.</exception>
    public async Task EnsureAsync(IPEndPoint? wanted, CancellationToken cancellationToken)
    {
        if (await engine.FindAsync(x => x.Containers.InspectContainerAsync(names.Gateway, cancellationToken)) is { } present)
        {
            var address = present.Config.Labels[ContainerNames.Address];
            if (wanted is not null && wanted.ToString() != address)
            {
                throw new GatewayNotLaunchedException(
                    Place, $"One listens at {address} and not at {wanted}; take the environment down first.");
            }

            if (present.State is { Running: true } or { Restarting: true })
                return;
            await EnsureNetworkAsync(cancellationToken);
            if (await TryStartAsync(cancellationToken) is not { } taken)
                return;
            throw new GatewayNotLaunchedException(Place, taken);
        }

        await CreateAsync(wanted, cancellationToken);
    }

    public async Task EnsureNetworkAsync(CancellationToken cancellationToken)
    {
        if (await engine.FindAsync(x => x.Networks.InspectNetworkAsync(names.Network, cancellationToken)) is not null)
            return;
        var labels = names.Labels();
        labels.Remove("pipeline.model");
        var form = new NetworksCreateParameters
        {
            Name = names.Network,
            Driver = "bridge",
            CheckDuplicate = true,
            Labels = labels,
        };
        await engine.AskAsync(async x =>
        {
            try
            {
                return (object)await x.Networks.CreateNetworkAsync(form, cancellationToken);
            }
            catch (DockerApiException exception) when (exception.StatusCode == HttpStatusCode.Conflict)
            {
                // Somebody else made it meanwhile.
                return form;
            }
        });
    }

    /// <summary>Unless another model of the environment uses it.</summary>
    public Task RemoveNetworkAsync(CancellationToken cancellationToken) => engine.AskAsync(async x =>
    {
        try
        {
            await x.Networks.DeleteNetworkAsync(names.Network, cancellationToken);
        }
        catch (DockerApiException exception) when (
            exception.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.Conflict)
        {
            return;
        }
    });

    /// <returns>The image that it ran; null where there was none.</returns>
    public async Task<string?> RemoveAsync(CancellationToken cancellationToken)
    {
        var present = await engine.FindAsync(x => x.Containers.InspectContainerAsync(names.Gateway, cancellationToken));
        if (present is not null)
            await ContainerEnd.RemoveAsync(engine, present.ID, cancellationToken);
        return present?.Config.Image;
    }

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

    private string Place => $"the environment '{names.State}' on {engine.Title}";

    private async Task<string> LoadAsync(CancellationToken cancellationToken)
    {
        if (supplies.Layouts is not { } layouts)
            throw new GatewayNotLaunchedException(Place, "There is no image of it here to load.");
        var layout = await layouts.MakeGatewayAsync(cancellationToken);
        return await images.EnsureAsync(ImageStore.GatewayRepository, layout, cancellationToken);
    }

    private async Task CreateAsync(IPEndPoint? wanted, CancellationToken cancellationToken)
    {
        var image = await LoadAsync(cancellationToken);
        await EnsureNetworkAsync(cancellationToken);
        var addresses = wanted is not null
            ? [wanted]
            : names.PortsToTry(PortsTried).Select(x => new IPEndPoint(IPAddress.Parse(AutoHost), x));
        var taken = "";
        foreach (var address in addresses)
        {
            if (!await TryCreateAsync(ContainerForms.Gateway(names, image, address), cancellationToken))
                return;
            if (await TryStartAsync(cancellationToken) is not { } why)
                return;
            taken = why;
            await ContainerEnd.RemoveAsync(engine, names.Gateway, cancellationToken);
        }

        throw new GatewayNotLaunchedException(Place, taken);
    }

    /// <returns>False where somebody else made it meanwhile.</returns>
    private Task<bool> TryCreateAsync(CreateContainerParameters form, CancellationToken cancellationToken) =>
        engine.AskAsync(async x =>
        {
            try
            {
                await x.Containers.CreateContainerAsync(form, cancellationToken);
                return true;
            }
            catch (DockerApiException exception) when (exception.StatusCode == HttpStatusCode.Conflict)
            {
                return false;
            }
        });

    /// <returns>Why its address cannot be had; null where it was started.</returns>
    private async Task<string?> TryStartAsync(CancellationToken cancellationToken)
    {
        var taken = "";
        await engine.AskAsync(async x =>
        {
            try
            {
                await x.Containers.StartContainerAsync(names.Gateway, new ContainerStartParameters(), cancellationToken);
            }
            catch (DockerApiException exception) when (IsTaken(DockerConnection.Said(exception)))
            {
                taken = $"{DockerConnection.Said(exception)}. End what listens there, or give the environment another address.";
            }
        });
        return taken.Length == 0 ? null : taken;
    }

    private static bool IsTaken(string said) =>
        said.Contains("port is already allocated", StringComparison.OrdinalIgnoreCase)
        || said.Contains("address already in use", StringComparison.OrdinalIgnoreCase)
        || said.Contains("cannot assign requested address", StringComparison.OrdinalIgnoreCase);
}
