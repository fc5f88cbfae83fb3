using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;
using Pipeline.Docker.Hosts;

namespace Pipeline.Docker.Containers;

/// <summary>The network of one environment, which its models share.</summary>
/// <param name="engine">Whose it is.</param>
/// <param name="names">Of the environment.</param>
/// <param name="isOverlay">Between the machines of a Swarm; otherwise within one machine.</param>
internal sealed class EnvironmentNetwork(DockerConnection engine, ContainerNames names, bool isOverlay)
{
    private string Name => isOverlay ? names.Overlay : names.Network;

    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (await engine.FindAsync(x => x.Networks.InspectNetworkAsync(Name, cancellationToken)) is not null)
            return;
        var labels = names.Labels();
        labels.Remove("pipeline.model");
        var form = new NetworksCreateParameters
        {
            Name = Name,
            Driver = isOverlay ? "overlay" : "bridge",
            Attachable = isOverlay,
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

    /// <returns>Whether it is gone; it stays where something uses it, as another model of the environment.</returns>
    public async Task<bool> TryRemoveAsync(CancellationToken cancellationToken) => await engine.AskAsync(async x =>
    {
        try
        {
            await x.Networks.DeleteNetworkAsync(Name, cancellationToken);
            return true;
        }
        catch (DockerApiException exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return true;
        }
        catch (DockerApiException exception) when (
            exception.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Conflict or HttpStatusCode.BadRequest)
        {
            return false;
        }
    });
}
