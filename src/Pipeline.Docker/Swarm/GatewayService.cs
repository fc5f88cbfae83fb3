using System.Net;
using Docker.DotNet.Models;
using Pipeline.Deployment.Processes;
using Pipeline.Docker.Containers;

namespace Pipeline.Docker.Swarm;

/// <summary>
/// The gateway of one environment as a service of one task, on the node that has the volume with the state. Its port is that of
/// the node: a port of the whole Swarm takes IP_VS in the kernel of each node.
/// </summary>
internal sealed class GatewayService(ServiceClient services, SwarmCluster cluster, EnvironmentNetwork network, GatewayState state)
    : IGatewayHost
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private ContainerNames Names => services.Names;

    public string Title => Names.GatewayService;

    public string LogCommand => $"docker service logs {Names.GatewayService}";

    public async Task EnsureAsync(IPEndPoint? wanted, CancellationToken cancellationToken)
    {
        await cluster.RequireHomeAsync(isFirst: true, cancellationToken);
        var node = await cluster.RequireAsync(cancellationToken);
        RequirePublishable(wanted, node);
        if (await services.FindAsync(Names.GatewayService, cancellationToken) is not { } present)
        {
            await CreateAsync(wanted, node, cancellationToken);
            return;
        }

        var address = IPEndPoint.Parse(present.Spec.Labels[ContainerNames.Address]);
        if (wanted is not null && wanted.Port != address.Port)
        {
            throw new GatewayNotLaunchedException(
                state.Place, $"One listens at {address} and not at {wanted}; take the environment down first.");
        }
    }

    public async Task<string?> FindContainerAsync(CancellationToken cancellationToken)
    {
        await cluster.RequireHomeAsync(isFirst: false, cancellationToken);
        return await new LabelledGateway(services.Engine, Names).FindContainerAsync(cancellationToken);
    }

    public async Task<string?> RemoveAsync(CancellationToken cancellationToken)
    {
        var present = await services.FindAsync(Names.GatewayService, cancellationToken);
        if (present is not null)
            await services.RemoveAsync(present, cancellationToken);
        return present?.Spec.TaskTemplate.ContainerSpec.Image;
    }

    /// <exception cref="GatewayNotLaunchedException">A Swarm cannot listen there alone.</exception>
    private void RequirePublishable(IPEndPoint? wanted, SwarmNode node)
    {
        if (wanted is null || wanted.Address.Equals(IPAddress.Any)
            || (wanted.Address.ToString() == node.Address && !IPAddress.IsLoopback(wanted.Address)))
            return;
        throw new GatewayNotLaunchedException(
            state.Place,
            $"A Swarm publishes a port at every address of a node, and cannot keep it to {wanted.Address}; write "
            + $"0.0.0.0:{wanted.Port}, and let a firewall decide who reaches it.");
    }

    private async Task CreateAsync(IPEndPoint? wanted, SwarmNode node, CancellationToken cancellationToken)
    {
        var name = await state.LoadAsync(cancellationToken);
        var image = (await services.Engine.AskAsync(x => x.Images.InspectImageAsync(name, cancellationToken))).ID;
        await network.EnsureAsync(cancellationToken);
        var taken = "";
        foreach (var port in wanted is not null ? [wanted.Port] : Names.PortsToTry(GatewayContainer.PortsTried))
        {
            await services.CreateAsync(ServiceForms.Gateway(Names, image, node, port), access: null, cancellationToken);
            if (await FindTroubleAsync(cancellationToken) is not { } trouble)
                return;
            taken = trouble;
            if (await services.FindAsync(Names.GatewayService, cancellationToken) is { } failed)
                await services.RemoveAsync(failed, cancellationToken);
            if (!GatewayContainer.IsTaken(trouble))
                break;
        }

        throw new GatewayNotLaunchedException(
            state.Place,
            GatewayContainer.IsTaken(taken)
                ? $"{taken}. End what listens there, or give the environment another address."
                : $"{taken}.");
    }

    /// <summary>Why its task does not start, without a period; null once it runs.</summary>
    private async Task<string?> FindTroubleAsync(CancellationToken cancellationToken)
    {
        var began = services.Clock.GetTimestamp();
        while (true)
        {
            var tasks = await services.ListTasksAsync(Names.GatewayService, cancellationToken);
            if (tasks.Any(x => x.Status.State is TaskState.Starting or TaskState.Running))
                return null;
            if (tasks.FirstOrDefault(x => !string.IsNullOrEmpty(x.Status.Err)) is { } failed)
                return failed.Status.Err.TrimEnd('.');
            if (services.Clock.GetElapsedTime(began) > Longest)
                return $"Its task was not started after {Longest.TotalSeconds:0} s";
            await Task.Delay(LookEvery, services.Clock, cancellationToken);
        }
    }
}
