using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;
using Pipeline.Deployment.Down;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Rollouts;
using Pipeline.Docker.Hosts;

namespace Pipeline.Docker.Containers;

/// <summary>The gateway of one environment as a container.</summary>
internal sealed class GatewayContainer(
    DockerConnection engine, ContainerNames names, EnvironmentNetwork network, GatewayState state) : IGatewayHost
{
    public const int PortsTried = 50;

    private const string AutoHost = "127.0.0.1";

    public string Title => names.Gateway;

    public string LogCommand => $"docker logs {names.Gateway}";

    public Task<string?> FindContainerAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(names.Gateway);

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
                    state.Place, $"One listens at {address} and not at {wanted}; take the environment down first.");
            }

            if (present.State is { Running: true } or { Restarting: true })
                return;
            await network.EnsureAsync(cancellationToken);
            if (await TryStartAsync(cancellationToken) is not { } taken)
                return;
            throw new GatewayNotLaunchedException(state.Place, taken);
        }

        await CreateAsync(wanted, cancellationToken);
    }

    /// <returns>The image that it ran; null where there was none.</returns>
    public async Task<string?> RemoveAsync(CancellationToken cancellationToken)
    {
        var present = await engine.FindAsync(x => x.Containers.InspectContainerAsync(names.Gateway, cancellationToken));
        if (present is not null)
            await ContainerEnd.RemoveAsync(engine, present.ID, cancellationToken);
        return present?.Config.Image;
    }

    private async Task CreateAsync(IPEndPoint? wanted, CancellationToken cancellationToken)
    {
        var image = await state.LoadAsync(cancellationToken);
        await network.EnsureAsync(cancellationToken);
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

        throw new GatewayNotLaunchedException(state.Place, taken);
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

    /// <summary>Whether an engine refuses an address because of what listens there.</summary>
    public static bool IsTaken(string said) =>
        said.Contains("port is already allocated", StringComparison.OrdinalIgnoreCase)
        || said.Contains("address already in use", StringComparison.OrdinalIgnoreCase)
        || said.Contains("host-mode port already in use", StringComparison.OrdinalIgnoreCase)
        || said.Contains("cannot assign requested address", StringComparison.OrdinalIgnoreCase);
}
