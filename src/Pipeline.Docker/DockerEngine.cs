using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Core.Retention;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Retention;
using Pipeline.Deployment.Rollouts;
using Pipeline.Docker.Containers;
using Pipeline.Docker.Hosts;

namespace Pipeline.Docker;

/// <summary>Runs environments as containers of a Docker engine, on this machine or on another.</summary>
/// <param name="variable">Of the process; DOCKER_HOST and its kin say which engine.</param>
/// <param name="home">The user's home folder, with Docker's contexts.</param>
public sealed class DockerEngine(Func<string, string?> variable, string home) : IEngine
{
    public const string EngineName = "docker";

    /// <summary>With the variables and the home folder of this process.</summary>
    public DockerEngine()
        : this(Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile))
    {
    }

    public string Name => EngineName;

    /// <exception cref="InvalidInputException">The variables, or the context that they name, say no engine.</exception>
    public IEngineSite Open(EnvironmentSite site, EngineSupplies supplies)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(supplies);
        var (engine, names) = (new DockerConnection(FindHost().OrThrow()), ContainerNames.Of(site));
        var images = new ImageStore(engine);
        var state = new GatewayState(engine, names, images, supplies);
        var network = new EnvironmentNetwork(engine, names, isOverlay: false);
        var gateway = new GatewayContainer(engine, names, network, state);
        var parts = new SiteParts(Name, names)
        {
            Network = network,
            State = state,
            Gateway = gateway,
            Revisions = new RevisionContainers(engine, names, images),
            Reach = new DockerReach(engine, names, images, gateway),
        };
        return new DockerSite(parts, supplies, engine);
    }

    public IKeptPlace OpenKept(ModelName model, EnvironmentPlaceRequest request, TimeProvider clock) =>
        new EnginePlace(new DockerConnection(FindHost().OrThrow()), model, request, clock);

    /// <summary>Docker's own, with what people logged in with.</summary>
    internal string ConfigFolder =>
        variable("DOCKER_CONFIG") is { Length: > 0 } given ? given : Path.Combine(home, ".docker");

    /// <summary>Which engine is meant.</summary>
    public Validated<DockerHost> FindHost() => DockerHost.Resolve(variable, home);
}
