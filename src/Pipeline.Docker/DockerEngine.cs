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
        return new DockerSite(site, supplies, new DockerConnection(FindHost().OrThrow()));
    }

    public IKeptPlace OpenKept(ModelName model, EnvironmentPlaceRequest request, TimeProvider clock) =>
        new EnginePlace(new DockerConnection(FindHost().OrThrow()), model, request, clock);

    /// <summary>Which engine is meant.</summary>
    public Validated<DockerHost> FindHost() => DockerHost.Resolve(variable, home);
}
