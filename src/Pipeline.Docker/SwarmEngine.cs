using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Core.Retention;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Retention;
using Pipeline.Deployment.Rollouts;
using Pipeline.Docker.Containers;
using Pipeline.Docker.Hosts;
using Pipeline.Docker.Registries;
using Pipeline.Docker.Swarm;

namespace Pipeline.Docker;

/// <summary>Runs environments as services of a Swarm, which the Docker engine manages that its command line would find.</summary>
/// <param name="docker">Says which engine.</param>
public sealed class SwarmEngine(DockerEngine docker) : IEngine
{
    public const string EngineName = "swarm";

    /// <summary>With the variables and the home folder of this process.</summary>
    public SwarmEngine()
        : this(new DockerEngine())
    {
    }

    public string Name => EngineName;

    /// <exception cref="InvalidInputException">The variables, or the context that they name, say no engine.</exception>
    public IEngineSite Open(EnvironmentSite site, EngineSupplies supplies)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(supplies);
        var (engine, names) = (new DockerConnection(docker.FindHost().OrThrow()), ContainerNames.Of(site));
        var images = new ImageStore(engine);
        var state = new GatewayState(engine, names, images, supplies);
        var cluster = new SwarmCluster(engine, names);
        var network = new EnvironmentNetwork(engine, names, isOverlay: true);
        var services = new ServiceClient(engine, names, supplies.Clock);
        var gateway = new GatewayService(services, cluster, network, state);
        var reach = new DockerReach(engine, names, images, gateway);
        var parts = new SiteParts(Name, names)
        {
            Network = network,
            State = state,
            Gateway = gateway,
            Revisions = new RevisionServices(services, cluster, ImagesOf(site, supplies, engine, cluster), reach),
            Reach = reach,
        };
        return new DockerSite(parts, supplies, engine);
    }

    /// <summary>What the engine has that is asked: other nodes and registries keep theirs by rules of their own.</summary>
    public IKeptPlace? OpenKept(ModelName model, EnvironmentPlaceRequest request, TimeProvider clock) =>
        docker.OpenKept(model, request, clock);

    private ServerImages ImagesOf(EnvironmentSite site, EngineSupplies supplies, DockerConnection engine, SwarmCluster cluster)
    {
        var repository = supplies.Repository is { } given ? RepositoryName.Of(given, site.Model.ToString()) : null;
        var login = repository is null ? null : RegistryLogin.Find(docker.ConfigFolder, repository.Host);
        return new ServerImages(engine, site.Model, cluster, new ImageStore(engine))
        {
            Registry = repository is null ? null : new ImageRegistry(repository, login),
            Login = login,
        };
    }
}
