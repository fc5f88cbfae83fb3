using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Deployment.Down;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Traffic;
using Pipeline.Docker.Hosts;
using Pipeline.Environments;

namespace Pipeline.Docker.Containers;

/// <summary>
/// One environment on an engine: a network, a gateway, and a container for each revision. What should run is the gateway's
/// document to say; each step here can be done again by anybody who finds it half done.
/// </summary>
internal sealed class DockerSite : IEngineSite
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private readonly ContainerNames _names;
    private readonly EngineSupplies _supplies;
    private readonly DockerConnection _engine;
    private readonly ImageStore _images;
    private readonly DockerReach _reach;
    private readonly GatewayContainer _gateway;
    private readonly RevisionContainers _revisions;
    private readonly GatewayClient _client;

    public DockerSite(EnvironmentSite site, EngineSupplies supplies, DockerConnection engine)
    {
        (_names, _supplies, _engine) = (ContainerNames.Of(site), supplies, engine);
        _images = new ImageStore(engine);
        _reach = new DockerReach(engine, _names, _images);
        _client = new GatewayClient(_reach, supplies.Clock);
        _gateway = new GatewayContainer(engine, _names, _images, supplies);
        _revisions = new RevisionContainers(engine, _names, _images);
    }

    public string Name => DockerEngine.EngineName;

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
        var repository = _names.Model.ToString();
        if (_supplies.Layouts is { } layouts && await layouts.FindAsync(image, cancellationToken) is { } layout)
            await _images.EnsureAsync(repository, layout, cancellationToken);
        else if (await _images.FindAsync(repository, image, cancellationToken) is { } name)
            await _images.RenewAsync(name, cancellationToken);
        else
        {
            throw new InvalidInputException(
                [new Problem($"The image {image.Value.Brief} is not there.", "Run the target Package.")]);
        }

        return new EnvironmentChange.Register(image, 0) { Address = $"{_names.AliasForm}:{ContainerNames.Port}" };
    }

    public async Task<string?> FindGoneAsync(Revision revision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(revision);
        return await _images.FindAsync(_names.Model.ToString(), revision.Image, cancellationToken) is null
            ? $"its image {revision.Image.Value.Brief} is no longer on {_engine.Title}"
            : null;
    }

    public async Task SettleAsync(EnvironmentDocument document, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        await _gateway.EnsureNetworkAsync(cancellationToken);
        var secret = await Reach.FindWordAsync(EnvironmentFolder.SecretName, cancellationToken) ?? "";
        var told = _supplies.Images.Complete(new ServerLaunch { Folder = "/", Command = "" });
        await _revisions.SettleAsync(
            document, new RevisionStart("", secret, told.Arguments, _supplies.Limits), cancellationToken);
    }

    public Task<IReadOnlyList<RevisionRestarts>> FindRestartsAsync(
        EnvironmentDocument document, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        return _revisions.FindRestartsAsync(document, cancellationToken);
    }

    public Task<string?> FindTroubleAsync(Revision revision, CancellationToken cancellationToken) =>
        _revisions.FindTroubleAsync(revision, cancellationToken);

    public Task<IReadOnlyList<string>> ReadLogAsync(int? revision, int lines, CancellationToken cancellationToken) =>
        _revisions.ReadLogAsync(revision is { } number ? _names.Revision(number) : _names.Gateway, lines, cancellationToken);

    /// <summary>The volumes stay: the state with its journal, and the prediction log.</summary>
    public async Task RemoveAsync(GatewayDocument? asked, CancellationToken cancellationToken)
    {
        if (asked is not null)
            await WaitUntilIdleAsync(cancellationToken);
        await _revisions.RemoveAllAsync(cancellationToken);
        var image = await _gateway.RemoveAsync(cancellationToken);
        if (asked is null)
            await _gateway.TakeDownAsync(image, cancellationToken);
        await _gateway.RemoveNetworkAsync(cancellationToken);
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
