using Docker.DotNet.Models;
using Pipeline.Core.Identity;
using Pipeline.Deployment.Rollouts;
using Pipeline.Docker.Containers;
using Pipeline.Docker.Hosts;
using Pipeline.Docker.Registries;

namespace Pipeline.Docker.Swarm;

/// <summary>
/// Images of a model's servers in a Swarm: loaded to the one node that there is, or in an image registry, from which each node
/// takes them by their digest.
/// </summary>
/// <param name="engine">Of the node that is asked.</param>
/// <param name="model">Whose servers they are.</param>
/// <param name="cluster">Says how many nodes there are.</param>
/// <param name="store">Of the node that is asked.</param>
internal sealed class ServerImages(DockerConnection engine, ModelName model, SwarmCluster cluster, ImageStore store)
{
    /// <summary>Null without one.</summary>
    public ImageRegistry? Registry { get; init; }

    /// <summary>What nodes ask the registry with; null where they need not.</summary>
    public RegistryLogin? Login { get; init; }

    /// <summary>Where images are, for people.</summary>
    public string Place => Registry is null ? engine.Title : $"the image registry at '{Registry.Repository}'";

    public AuthConfig? Access => Login is null || Registry is null ? null : new AuthConfig
    {
        Username = Login.User,
        Password = Login.Password,
        ServerAddress = Registry.Repository.Host,
    };

    /// <exception cref="EngineFailedException">There are several nodes, or the registry refuses.</exception>
    public async Task EnsureAsync(ImageDigest image, string layout, CancellationToken cancellationToken)
    {
        if (Registry is not null)
        {
            await AskAsync(x => x.PushAsync(layout, image, cancellationToken));
            return;
        }

        if (await cluster.CountOtherNodesAsync(cancellationToken) is var others and > 0)
            throw new EngineFailedException(engine.Title, SeveralNodes(others + 1));
        await store.EnsureAsync(model.ToString(), layout, cancellationToken);
    }

    /// <summary>As a service names it; null where it is not there.</summary>
    public async Task<string?> FindAsync(ImageDigest image, CancellationToken cancellationToken)
    {
        if (Registry is null)
            return await NameAsync(image, cancellationToken);
        var isThere = false;
        await AskAsync(async x => isThere = await x.HasAsync(image, cancellationToken));
        return isThere ? await NameAsync(image, cancellationToken) : null;
    }

    /// <summary>The same without asking a registry: its nodes will.</summary>
    public async Task<string?> NameAsync(ImageDigest image, CancellationToken cancellationToken)
    {
        if (Registry is not null)
            return $"{Registry.Repository}@{image}";
        if (await store.FindAsync(model.ToString(), image, cancellationToken) is not { } name)
            return null;
        // By its name an engine would ask Docker Hub whether there is another.
        return (await engine.AskAsync(x => x.Images.InspectImageAsync(name, cancellationToken))).ID;
    }

    /// <summary>A registry keeps what it has by rules of its own.</summary>
    public Task RenewAsync(ImageDigest image, CancellationToken cancellationToken) => Registry is null
        ? store.RenewAsync(ContainerNames.ImageName(model.ToString(), image), cancellationToken)
        : Task.CompletedTask;

    public static string SeveralNodes(int count) =>
        $"manages a Swarm of {count} nodes, and an image that is loaded to one of them is not on the others: name an image "
        + "registry, as 'repository: registry.example.com/team' of the environment.";

    private async Task AskAsync(Func<ImageRegistry, Task> ask)
    {
        try
        {
            await ask(Registry!);
        }
        catch (ImageRegistryException exception)
        {
            throw new EngineFailedException(engine.Title, $"needs an image that nodes can have. {exception.Message}", exception);
        }
    }
}
