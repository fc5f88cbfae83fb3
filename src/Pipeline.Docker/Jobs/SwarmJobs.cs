using Pipeline.Core.Problems;
using Pipeline.Deployment.Jobs;
using Pipeline.Deployment.Rollouts;
using Pipeline.Docker.Hosts;
using Pipeline.Docker.Swarm;

namespace Pipeline.Docker.Jobs;

/// <summary>Runs jobs as services of a Swarm, in its mode for jobs: a task that fails is begun anew, on any node.</summary>
/// <param name="variable">Of the process; DOCKER_HOST and its kin say which engine.</param>
/// <param name="home">The user's home folder, with Docker's contexts.</param>
public sealed class SwarmJobs(Func<string, string?> variable, string home) : IJobEngine
{
    public const string EngineName = "swarm";

    /// <summary>With the variables and the home folder of this process.</summary>
    public SwarmJobs()
        : this(Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile))
    {
    }

    public string Name => EngineName;

    public async Task<IJobSite> OpenAsync(CancellationToken cancellationToken)
    {
        var engine = new DockerConnection(DockerHost.Resolve(variable, home).OrThrow());
        try
        {
            var swarm = (await engine.AskAsync(x => x.System.GetSystemInfoAsync(cancellationToken))).Swarm;
            if (SwarmCluster.FindTrouble(swarm) is { } trouble)
                throw new EngineFailedException(engine.Title, trouble);
            return new SwarmJobSite(engine, swarm.NodeID, swarm.Nodes > 1);
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }
}
