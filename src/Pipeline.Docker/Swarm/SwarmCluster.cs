using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;
using Pipeline.Deployment.Rollouts;
using Pipeline.Docker.Containers;
using Pipeline.Docker.Hosts;

namespace Pipeline.Docker.Swarm;

/// <summary>The Swarm that an engine manages, as far as an environment asks about it.</summary>
internal sealed class SwarmCluster(DockerConnection engine, ContainerNames names)
{
    private const string Active = "active";
    private const string Locked = "locked";
    private const string Ready = "ready";

    /// <summary>From which version of its API on an engine looks at the health of what starts more often than later.</summary>
    private static readonly System.Version LooksAtStarts = new(1, 44);

    private SwarmNode? _node;
    private bool _isHome;

    /// <summary>The node of the engine that is asked.</summary>
    /// <exception cref="EngineFailedException">It manages no Swarm; with the command that helps.</exception>
    public async Task<SwarmNode> RequireAsync(CancellationToken cancellationToken)
    {
        if (_node is { } known)
            return known;
        var swarm = (await engine.AskAsync(x => x.System.GetSystemInfoAsync(cancellationToken))).Swarm;
        if (FindTrouble(swarm) is { } trouble)
            throw new EngineFailedException(engine.Title, trouble);
        var version = await engine.AskAsync(x => x.System.GetVersionAsync(cancellationToken));
        var looks = System.Version.TryParse(version.APIVersion, out var api) && api >= LooksAtStarts;
        return _node = new SwarmNode(swarm.NodeID, swarm.NodeAddr, looks);
    }

    /// <summary>Whether there are nodes beside the one that is asked which may be given servers.</summary>
    public async Task<int> CountOtherNodesAsync(CancellationToken cancellationToken)
    {
        var own = await RequireAsync(cancellationToken);
        var nodes = await engine.AskAsync(x => x.Swarm.ListNodesAsync(cancellationToken));
        return nodes.Count(x => x.ID != own.Id && x.Status.State == Ready && x.Spec.Availability == Active);
    }

    /// <summary>
    /// The state of an environment is on a volume, which is one node's: which one is noted in the Swarm with the first
    /// deployment, and stays noted as the volume stays.
    /// </summary>
    /// <exception cref="EngineFailedException">It is another node's.</exception>
    public async Task RequireHomeAsync(bool isFirst, CancellationToken cancellationToken)
    {
        var own = await RequireAsync(cancellationToken);
        if (_isHome)
            return;
        var home = await FindHomeAsync(cancellationToken);
        if (home is null && isFirst)
        {
            await NoteHomeAsync(own, cancellationToken);
            home = await FindHomeAsync(cancellationToken);
        }

        if (home is not null && home != own.Id)
            throw new EngineFailedException(engine.Title, await DescribeHomeAsync(home, cancellationToken));
        _isHome = home is not null;
    }

    /// <summary>Null where an engine manages a Swarm; else a sentence about it, with the command that helps.</summary>
    public static string? FindTrouble(Info? swarm) => swarm switch
    {
        { LocalNodeState: Locked } => "has a Swarm that is locked: run 'docker swarm unlock' there.",
        not { LocalNodeState: Active } =>
            "is in no Swarm: run 'docker swarm init' there, or 'docker swarm join' with the token of a manager's.",
        { ControlAvailable: false } =>
            "is a worker of a Swarm, and only managers start services: set DOCKER_HOST to a manager, "
            + $"or run 'docker node promote {swarm.NodeID}' on one.",
        _ => null,
    };

    private async Task<string?> FindHomeAsync(CancellationToken cancellationToken)
    {
        var configs = await engine.AskAsync(x => x.Configs.ListConfigsAsync(cancellationToken));
        return configs.FirstOrDefault(x => x.Spec.Name == names.StateNote)?.Spec.Labels[ContainerNames.Node];
    }

    /// <summary>Whoever comes first has noted it.</summary>
    private Task NoteHomeAsync(SwarmNode own, CancellationToken cancellationToken)
    {
        var labels = names.Labels();
        labels[ContainerNames.Node] = own.Id;
        var form = new SwarmConfigSpec { Name = names.StateNote, Labels = labels, Data = [.. "state"u8] };
        return engine.AskAsync(async x =>
        {
            try
            {
                await x.Configs.CreateConfigAsync(new SwarmCreateConfigParameters { Config = form }, cancellationToken);
            }
            catch (DockerApiException exception) when (exception.StatusCode == HttpStatusCode.Conflict)
            {
                return;
            }
        });
    }

    private async Task<string> DescribeHomeAsync(string home, CancellationToken cancellationToken)
    {
        var node = await engine.FindAsync(x => x.Swarm.InspectNodeAsync(home, cancellationToken));
        return node is null
            ? $"is not where the environment '{names.State}' has its state: the node {home}, which has left the Swarm. To begin "
                + $"anew without it, run 'docker config rm {names.StateNote}'."
            : $"is not where the environment '{names.State}' has its state: set DOCKER_HOST to the engine of the node "
                + $"'{node.Description.Hostname}' at {node.Status.Addr}.";
    }
}

/// <summary>A manager of a Swarm.</summary>
/// <param name="Id">By which the Swarm knows it.</param>
/// <param name="Address">By which its other nodes reach it.</param>
/// <param name="LooksAtStarts">
/// Whether its engine can look often at the health of what starts, and seldom later. A Swarm sends nothing to a server before the
/// first look that finds it well; where each look is as far from the next as the first is from the start, none is taken.
/// </param>
internal sealed record SwarmNode(string Id, string Address, bool LooksAtStarts);
