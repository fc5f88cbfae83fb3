using System.Net;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Deployment.Down;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Status;
using Pipeline.Deployment.Traffic;
using Pipeline.Docker.Hosts;
using Pipeline.Environments;

namespace Pipeline.Docker.Containers;

/// <summary>
/// One environment on an engine: a network, a gateway, and servers for each revision. What should run is the gateway's
/// document to say; each step here can be done again by anybody who finds it half done.
/// </summary>
internal sealed class DockerSite : IEngineSite
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private readonly ContainerNames _names;
    private readonly EngineSupplies _supplies;
    private readonly DockerConnection _engine;
    private readonly DockerReach _reach;
    private readonly EnvironmentNetwork _network;
    private readonly GatewayState _state;
    private readonly IGatewayHost _gateway;
    private readonly IRevisionServers _revisions;
    private readonly GatewayClient _client;

    public DockerSite(SiteParts parts, EngineSupplies supplies, DockerConnection engine)
    {
        (Name, _names, _supplies, _engine) = (parts.Engine, parts.Names, supplies, engine);
        (_network, _state, _gateway, _revisions) = (parts.Network, parts.State, parts.Gateway, parts.Revisions);
        _reach = parts.Reach;
        _client = new GatewayClient(_reach, supplies.Clock);
    }

    public string Name { get; }

    public IEnvironmentReach Reach => _reach;

    public bool StartsServers => true;

    public void Dispose()
    {
        _client.Dispose();
        _reach.Dispose();
        _engine.Dispose();
    }

    public async Task<string> BringPredictionsAsync(EnvironmentFolder folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        await new PredictionVolume(_engine, _names).CopyAsync(folder.Predictions, cancellationToken);
        return folder.Predictions;
    }

    public Task EnsureGatewayAsync(GatewayAddress address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        return EnsureAsync(address.EndPoint, cancellationToken);
    }

    public Task EnsureGatewayAsBeforeAsync(CancellationToken cancellationToken) => EnsureAsync(null, cancellationToken);

    public async Task<EnvironmentChange.Register> PrepareAsync(ImageDigest image, CancellationToken cancellationToken)
    {
        if (_supplies.Layouts is { } layouts && await layouts.FindAsync(image, cancellationToken) is { } layout)
            await _revisions.EnsureImageAsync(image, layout, cancellationToken);
        else if (!await _revisions.TryUseImageAsync(image, cancellationToken))
        {
            throw new InvalidInputException(
                [new Problem($"The image {image.Value.Brief} is not there.", "Run the target Package.")]);
        }

        return new EnvironmentChange.Register(image, 0) { Address = $"{_names.AliasForm}:{ContainerNames.Port}" };
    }

    public async Task<string?> FindGoneAsync(Revision revision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(revision);
        return await _revisions.FindImageAsync(revision.Image, cancellationToken) is null
            ? $"its image {revision.Image.Value.Brief} is no longer on {_revisions.ImagePlace}"
            : null;
    }

    public async Task SettleAsync(EnvironmentDocument document, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        await _network.EnsureAsync(cancellationToken);
        var secret = await Reach.FindWordAsync(EnvironmentFolder.SecretName, cancellationToken) ?? "";
        var told = _supplies.Images.Complete(new ServerLaunch { Folder = "/", Command = "" });
        var start = new RevisionStart("", secret, told.Arguments, _supplies.Limits) { Replicas = _supplies.Replicas };
        await _revisions.SettleAsync(document, start, cancellationToken);
    }

    public Task<IReadOnlyList<RevisionRestarts>> FindRestartsAsync(
        EnvironmentDocument document, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        return _revisions.FindRestartsAsync(document, cancellationToken);
    }

    public Task<IReadOnlyList<ServerUse>> ReadUseAsync(EnvironmentDocument document, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        return _revisions.ReadUseAsync(document, cancellationToken);
    }

    public Task<string?> FindTroubleAsync(Revision revision, CancellationToken cancellationToken) =>
        _revisions.FindTroubleAsync(revision, cancellationToken);

    public Task<string?> FindLackAsync(Revision revision, CancellationToken cancellationToken) =>
        _revisions.FindLackAsync(revision, cancellationToken);

    public async Task<IReadOnlyList<string>> ReadLogAsync(int? revision, int lines, CancellationToken cancellationToken)
    {
        if (revision is { } number)
            return await _revisions.ReadLogAsync(number, lines, cancellationToken);
        return await _gateway.FindContainerAsync(cancellationToken) is { } gateway
            ? await ContainerLog.ReadAsync(_engine, gateway, lines, cancellationToken)
            : [];
    }

    /// <summary>The volumes stay: the state with its journal, and the prediction log.</summary>
    public async Task RemoveAsync(GatewayDocument? asked, CancellationToken cancellationToken)
    {
        if (asked is not null)
            await WaitUntilIdleAsync(cancellationToken);
        var gateway = _gateway.RemoveAsync(cancellationToken);
        await Task.WhenAll(_revisions.RemoveAllAsync(cancellationToken), gateway);
        var image = await gateway;
        if (asked is null)
            await _state.TakeDownAsync(image, cancellationToken);
        await _network.TryRemoveAsync(cancellationToken);
    }

    /// <summary>Until the gateway has noted that nobody is asked any more: it writes each end to the journal.</summary>
    private async Task WaitUntilIdleAsync(CancellationToken cancellationToken)
    {
        var began = _supplies.Clock.GetTimestamp();
        while (_supplies.Clock.GetElapsedTime(began) < Longest)
        {
            var status = await _client.FindStatusAsync(cancellationToken);
            if (status is null || status.Document.Revisions.All(x => x.State is RevisionState.Stopped or RevisionState.Crashed))
                return;
            await Task.Delay(LookEvery, _supplies.Clock, cancellationToken);
        }
    }

    private async Task EnsureAsync(IPEndPoint? wanted, CancellationToken cancellationToken)
    {
        await _gateway.EnsureAsync(wanted, cancellationToken);
        var began = _supplies.Clock.GetTimestamp();
        while (await _client.GreetAsync(cancellationToken) is null)
        {
            if (_supplies.Clock.GetElapsedTime(began) > Longest)
            {
                var log = await ReadLogAsync(null, 5, cancellationToken);
                throw new GatewayNotLaunchedException(
                    Reach.Place, $"It does not answer after {Longest.TotalSeconds:0} s. {string.Join(' ', log)}".TrimEnd());
            }

            await Task.Delay(LookEvery, _supplies.Clock, cancellationToken);
        }
    }
}

/// <summary>How an engine does what each of them does in its own way.</summary>
/// <param name="Engine">By the name that environments.yml gives it.</param>
/// <param name="Names">Of the environment.</param>
internal sealed record SiteParts(string Engine, ContainerNames Names)
{
    public required EnvironmentNetwork Network { get; init; }

    public required GatewayState State { get; init; }

    public required IGatewayHost Gateway { get; init; }

    public required IRevisionServers Revisions { get; init; }

    public required DockerReach Reach { get; init; }
}
