using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Core.Progress;
using Pipeline.Deployment.Down;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Probes;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Rollback;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Status;
using Pipeline.Deployment.Traffic;
using Pipeline.Environments;

namespace Pipeline.Deployment;

/// <summary>One environment of one model: deploy to it, ask it, roll it back, take it down.</summary>
public sealed class ModelEnvironment : IDisposable
{
    private const int MostMetrics = 4 << 20;

    private static readonly TimeSpan MetricsTimeout = TimeSpan.FromSeconds(5);

    private readonly EnvironmentSite _site;
    private readonly EnvironmentTools _tools;
    private readonly IEngineSite _engine;
    private readonly GatewayClient _client;

    public ModelEnvironment(EnvironmentSite site, EnvironmentTools tools)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(tools);
        (_site, _tools) = (site, tools);
        _engine = tools.Engine.Open(site, new EngineSupplies(tools.Gateway, tools.Images, tools.Clock)
        {
            Limits = tools.Limits,
            Replicas = tools.Replicas,
            Repository = tools.Repository,
            Layouts = tools.Layouts,
            Progress = tools.Progress,
        });
        _client = new GatewayClient(_engine.Reach, tools.Clock);
    }

    public EnvironmentSite Site => _site;

    /// <summary>The digest of the model that the stable revision says it serves; null where it says nothing.</summary>
    public async Task<Digest?> FindServedModelAsync(CancellationToken cancellationToken)
    {
        if (await StatusAsync(0, cancellationToken) is not { Document: var document }
            || document.Find(document.Stable) is not { Address: not null } stable)
            return null;
        using var probe = new HttpProbe([], _engine.Reach);
        return await probe.FindModelAsync(stable, cancellationToken);
    }

    /// <summary>Starts the environment's gateway where it does not run, and rolls the image out.</summary>
    /// <param name="request">What shall answer; strategy and analysis are usually those of <paramref name="spec"/>.</param>
    /// <param name="spec">The environment as environments.yml has it.</param>
    /// <param name="probes">Reference rows of the model in the image.</param>
    /// <param name="cancellationToken">Aborts the rollout.</param>
    /// <exception cref="AccessDeniedException">The access policy says no.</exception>
    /// <exception cref="GatewayNotLaunchedException">The gateway cannot listen; with what is in the way.</exception>
    /// <exception cref="EnvironmentRefusedException">Somebody else changes the environment.</exception>
    /// <exception cref="EngineChangedException">It still runs on another engine.</exception>
    public async Task<RolloutResult> DeployAsync(
        RolloutRequest request,
        EnvironmentSpec spec,
        IReadOnlyList<ReferenceRow> probes,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(spec);
        _tools.Policy.Demand(request.Actor, "deploy", _site.Title);
        if (await EngineNote.FindOtherAsync(_site.Folder, _engine.Name, cancellationToken) is { } other)
            throw new EngineChangedException(_site.Title, other, _engine.Name);
        await EngineNote.WriteAsync(_site.Folder, _engine.Name, cancellationToken);
        await _engine.EnsureGatewayAsync(spec.Address, cancellationToken);
        using var probe = new HttpProbe(probes, _engine.Reach);
        var controller = new RolloutController(Ports(probe), _tools.Rollout, _tools.Clock, _tools.Progress);
        return await controller.DeployAsync(request, cancellationToken);
    }

    /// <summary>The folder of this machine with the prediction log of all its servers, whatever the engine.</summary>
    /// <exception cref="EngineFailedException">The engine does not answer.</exception>
    public Task<string> BringPredictionsAsync(CancellationToken cancellationToken) =>
        _engine.BringPredictionsAsync(_site.Folder, cancellationToken);

    /// <summary>What each server that the engine counts has used; of processes of this machine none.</summary>
    /// <param name="document">Says which revisions run.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="EngineFailedException">The engine does not answer.</exception>
    public Task<IReadOnlyList<ServerUse>> ReadUseAsync(EnvironmentDocument document, CancellationToken cancellationToken) =>
        _engine.ReadUseAsync(document, cancellationToken);

    /// <summary>The metrics of a revision's server in the text format of Prometheus; empty where it does not answer.</summary>
    public async Task<string> ReadMetricsAsync(Revision revision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(revision);
        if (revision.Address is not { } address)
            return "";
        using var client = new HttpClient(_engine.Reach.OpenHandler(TimeSpan.FromSeconds(1)))
        {
            Timeout = MetricsTimeout,
            MaxResponseContentBufferSize = MostMetrics,
        };
        try
        {
            return await client.GetStringAsync(new Uri($"http://{address}/metrics"), cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException
            || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return "";
        }
    }

    /// <summary>Null when nothing was ever deployed there.</summary>
    public async Task<EnvironmentStatus?> StatusAsync(int events, CancellationToken cancellationToken)
    {
        var status = await new StatusReader(_engine.Reach, _client).ReadAsync(events, cancellationToken);
        if (status is not { Gateway: not null })
            return status;
        var document = status.Document;
        // What the engine did by itself comes to the journal with the next command, and who looks should not wait for that.
        foreach (var crashed in await _engine.FindRestartsAsync(document, cancellationToken))
        {
            document = document.With(
                document.Find(crashed.Revision)! with { Restarts = crashed.Count, Trouble = crashed.Trouble });
        }

        return status with { Document = document };
    }

    /// <exception cref="AccessDeniedException">The access policy says no.</exception>
    /// <exception cref="NothingToRollBackToException">No revision answered before.</exception>
    /// <exception cref="RevisionGoneException">The revision does not run, and cannot be started.</exception>
    /// <exception cref="EnvironmentRefusedException">Somebody else changes the environment.</exception>
    public async Task<RollbackResult> RollbackAsync(RollbackRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        _tools.Policy.Demand(request.Actor, "roll-back", _site.Title);
        if (!await ExistsAsync(cancellationToken))
            throw new NothingToRollBackToException(_site.Title, stable: null);
        await _engine.EnsureGatewayAsBeforeAsync(cancellationToken);
        using var probe = new HttpProbe([], _engine.Reach);
        var controller = new RollbackController(Ports(probe), _tools.Rollout, _tools.Clock, _tools.Progress);
        return await controller.RunAsync(request, cancellationToken);
    }

    /// <summary>Approves a paused rollout: its candidate answers everything.</summary>
    /// <exception cref="AccessDeniedException">The access policy says no.</exception>
    /// <exception cref="NothingToPromoteException">No rollout is paused.</exception>
    /// <exception cref="EnvironmentRefusedException">Another changes the environment, or the candidate cannot answer.</exception>
    public async Task<PromotionResult> PromoteAsync(PromotionRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        _tools.Policy.Demand(request.Actor, "promote", _site.Title);
        if (!await ExistsAsync(cancellationToken))
            throw new NothingToPromoteException(_site.Title, stable: null);
        await _engine.EnsureGatewayAsBeforeAsync(cancellationToken);
        using var probe = new HttpProbe([], _engine.Reach);
        var controller = new PromotionController(Ports(probe), _tools.Rollout, _tools.Clock, _tools.Progress);
        return await controller.RunAsync(request, cancellationToken);
    }

    /// <summary>Leads a paused rollout on behind what it waits for, by a person's decision.</summary>
    /// <param name="request">As the rollout was begun; its image is that of the candidate.</param>
    /// <param name="reason">Why, for the journal; not empty.</param>
    /// <param name="cancellationToken">Aborts the rollout, once it goes on.</param>
    /// <exception cref="AccessDeniedException">The access policy says no.</exception>
    /// <exception cref="NothingToPromoteException">No rollout is paused.</exception>
    /// <exception cref="PlanChangedException">The strategy is not the one that the rollout was begun with.</exception>
    /// <exception cref="EnvironmentRefusedException">Somebody else changes the environment.</exception>
    public async Task<RolloutResult> ApproveAsync(RolloutRequest request, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        _tools.Policy.Demand(request.Actor, "promote", _site.Title);
        await RequireAsync(cancellationToken);
        using var probe = new HttpProbe([], _engine.Reach);
        var controller = new RolloutController(Ports(probe), _tools.Rollout, _tools.Clock, _tools.Progress);
        return await controller.ApproveAsync(request, reason, cancellationToken);
    }

    /// <summary>Ends a rollout, whoever leads it.</summary>
    /// <exception cref="AccessDeniedException">The access policy says no.</exception>
    /// <exception cref="NothingToAbortException">Nothing is being rolled out.</exception>
    public async Task<AbortResult> AbortAsync(AbortRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        _tools.Policy.Demand(request.Actor, "abort", _site.Title);
        await RequireAsync(cancellationToken);
        using var probe = new HttpProbe([], _engine.Reach);
        var controller = new AbortController(Ports(probe), _tools.Rollout, _tools.Clock, _tools.Progress);
        return await controller.RunAsync(request, cancellationToken);
    }

    /// <summary>Has whoever leads a rollout pause it.</summary>
    /// <returns>The environment once its rollout is paused, or ended before that.</returns>
    /// <exception cref="AccessDeniedException">The access policy says no.</exception>
    /// <exception cref="NothingToAbortException">Nothing is being rolled out.</exception>
    /// <exception cref="EnvironmentRefusedException">It is paused already.</exception>
    public async Task<EnvironmentDocument> PauseAsync(PauseRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        _tools.Policy.Demand(request.Actor, "pause", _site.Title);
        await RequireAsync(cancellationToken);
        return await new PauseController(_client, _tools.Rollout, _tools.Clock).RunAsync(request, cancellationToken);
    }

    /// <param name="actor">Who asks for it.</param>
    /// <param name="takeOver">Ends another's lease first.</param>
    /// <param name="cancellationToken">Ends the waiting, not what was begun.</param>
    /// <returns>Whether there was anything to end.</returns>
    /// <exception cref="AccessDeniedException">The access policy says no.</exception>
    /// <exception cref="EnvironmentRefusedException">Somebody else changes the environment.</exception>
    public async Task<bool> TakeDownAsync(Actor actor, bool takeOver, CancellationToken cancellationToken)
    {
        _tools.Policy.Demand(actor, "take-down", _site.Title);
        var wasThere = await new TakeDownController(_engine, _client).RunAsync(actor, takeOver, cancellationToken);
        EngineNote.Remove(_site.Folder, _engine.Name);
        return wasThere;
    }

    /// <inheritdoc cref="IEngineSite.ReadLogAsync"/>
    public Task<IReadOnlyList<string>> ReadLogAsync(int? revision, int lines, CancellationToken cancellationToken) =>
        _engine.ReadLogAsync(revision, lines, cancellationToken);

    /// <summary>Whether its journal is as it was written, and where that is.</summary>
    /// <exception cref="EnvironmentDamagedException">The environment's files are not as they were written.</exception>
    public Task<ChainStatus?> VerifyJournalAsync(CancellationToken cancellationToken) =>
        new StatusReader(_engine.Reach, _client).VerifyAsync(cancellationToken);

    /// <summary>The journal's file, for people.</summary>
    public string JournalPath => _engine.Reach.PathOf(EnvironmentFolder.JournalName);

    public void Dispose()
    {
        _client.Dispose();
        _engine.Dispose();
    }

    private async Task<bool> ExistsAsync(CancellationToken cancellationToken) =>
        await _engine.Reach.FindAsync(EnvironmentFolder.DocumentName, cancellationToken) is not null;

    private async Task RequireAsync(CancellationToken cancellationToken)
    {
        if (!await ExistsAsync(cancellationToken))
            throw new NothingToAbortException(_site.Title, stable: null);
        await _engine.EnsureGatewayAsBeforeAsync(cancellationToken);
    }

    private RolloutPorts Ports(HttpProbe probe) => new(_client, _engine, probe) { Answers = probe };
}

/// <summary>What an environment is deployed with.</summary>
/// <param name="Gateway">The gateway's program.</param>
/// <param name="Images">Unpacks images.</param>
public sealed record EnvironmentTools(GatewayProgram Gateway, IImageFolders Images)
{
    /// <summary>Default: processes of this machine.</summary>
    public IEngine Engine { get; init; } = new ProcessEngine();

    /// <summary>For an engine that loads images; null where there are none.</summary>
    public IImageLayouts? Layouts { get; init; }

    /// <summary>What a server may use. Default: as much as there is.</summary>
    public ResourceLimits Limits { get; init; } = new();

    /// <inheritdoc cref="EngineSupplies.Replicas"/>
    public int? Replicas { get; init; }

    /// <inheritdoc cref="EngineSupplies.Repository"/>
    public string? Repository { get; init; }

    public RolloutOptions Rollout { get; init; } = new();

    public IAccessPolicy Policy { get; init; } = new AllowAll();

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Told of each step; null is nobody.</summary>
    public IProgress<StepEvent>? Progress { get; init; }
}
