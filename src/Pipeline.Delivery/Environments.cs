using System.Text.Json;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Delivery.Programs;
using Pipeline.Delivery.Stages;
using Pipeline.Deployment;
using Pipeline.Deployment.Probes;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Rollback;
using Pipeline.Deployment.Rollouts;
using Pipeline.Environments;

namespace Pipeline.Delivery;

/// <summary>Deploys the packaged image to environments, asks them, and rolls them back.</summary>
/// <param name="place">Whose environments.</param>
/// <param name="file">What environments.yml says of them.</param>
/// <param name="request">Has who asks, and the policy that is asked.</param>
internal sealed class Environments(ModelPlace place, EnvironmentsFile file, DeliveryRequest request)
{
    /// <summary>Enough to hold what happened since a version was withdrawn.</summary>
    private const int EventsOfAWithdrawal = 500;

    /// <summary>For as long as anybody would leave a release queued.</summary>
    private static readonly TimeSpan Queue = TimeSpan.FromDays(1);

    private readonly ProgramPackages _programs = new(request);

    public EnvironmentsFile File => file;

    /// <exception cref="WithdrawnException">A person rolled this image back there, and nobody asks for it again.</exception>
    public async Task<RolloutResult> DeployAsync(
        string name, ModelVersion version, DeployOptions options, CancellationToken cancellationToken)
    {
        using var environment = Open(name, version);
        var image = await RequireImageAsync(cancellationToken);
        await new RequirementWait((other, token) => StatusAsync(other, events: 0, token), place.Clock, place.Progress)
            .WaitAsync(name, file.Spec(name).Requires, image, cancellationToken);
        var status = await environment.StatusAsync(EventsOfAWithdrawal, cancellationToken);
        if (!options.Again && status is not null && Withdrawal.Find(status, image) is { WasStable: true } withdrawal)
            throw new WithdrawnException(environment.Site.Title, $"{withdrawal}");
        if (options.Waits && status?.Document.Lease is { } lease)
            place.Progress.Report(new Core.Progress.StepEvent.Noted("rolling out", $"Waits for {lease.Holder.Name}."));
        var rollout = Rollout(name, image, version) with { WaitForLease = options.Waits ? Queue : TimeSpan.Zero };
        return await environment.DeployAsync(rollout, file.Spec(name), await ReadRowsAsync(cancellationToken), cancellationToken);
    }

    /// <summary>Rolls out once more what was rolled out last and never answered everything.</summary>
    /// <exception cref="NothingToRetryException">The last rollout was not aborted.</exception>
    public async Task<RolloutResult> RetryAsync(string name, CancellationToken cancellationToken)
    {
        var status = await StatusAsync(name, events: 0, cancellationToken);
        var title = file.Site(name, place.Name).Title;
        if (status?.Document is not { Revisions: [.., var last] } document)
            throw new NothingToRetryException(title, "nothing was ever deployed there");
        if (document.Candidate is { } candidate)
            throw new NothingToRetryException(title, $"revision {candidate} is being rolled out");
        if (last.Promoted is not null)
            throw new NothingToRetryException(title, $"the last rollout, of revision {last.Number}, was not aborted");
        using var environment = Open(name, last.Version);
        var rows = await place.FindImageAsync(cancellationToken) == last.Image ? await ReadRowsAsync(cancellationToken) : [];
        var rollout = Rollout(name, last.Image, last.Version);
        return await environment.DeployAsync(rollout, file.Spec(name), rows, cancellationToken);
    }

    /// <summary>Leads a paused rollout on behind what it waits for.</summary>
    public async Task<RolloutResult> ApproveAsync(string name, string reason, CancellationToken cancellationToken)
    {
        using var environment = Open(name, null);
        var status = await environment.StatusAsync(events: 0, cancellationToken);
        if (status?.Document is not { Rollout.Phase: RolloutPhase.Paused } document
            || document.Find(document.Candidate) is not { } candidate)
            throw new NothingToPromoteException(environment.Site.Title, status?.Document.Stable);
        return await environment.ApproveAsync(
            Rollout(name, candidate.Image, candidate.Version), reason, cancellationToken);
    }

    /// <summary>The folder of this machine with the prediction log of an environment, whatever its engine.</summary>
    public async Task<string> BringPredictionsAsync(string name, CancellationToken cancellationToken)
    {
        using var environment = Open(name);
        return await environment.BringPredictionsAsync(cancellationToken);
    }

    public async Task<AbortResult> AbortAsync(string name, string reason, CancellationToken cancellationToken)
    {
        using var environment = Open(name, null);
        await RequireRolloutAsync(environment, cancellationToken);
        return await environment.AbortAsync(new AbortRequest(request.Actor, reason), cancellationToken);
    }

    public async Task<EnvironmentDocument> PauseAsync(string name, string reason, CancellationToken cancellationToken)
    {
        using var environment = Open(name, null);
        await RequireRolloutAsync(environment, cancellationToken);
        return await environment.PauseAsync(new PauseRequest(request.Actor, reason), cancellationToken);
    }

    public async Task<RollbackResult> RollbackAsync(string name, RollbackRequest rollback, CancellationToken cancellationToken)
    {
        using var environment = Open(name);
        // A rollback starts the gateway where it does not run, and here it would stay for nothing.
        if (await environment.StatusAsync(events: 0, cancellationToken) is { Gateway: null, Document.Stable: null })
            throw new NothingToRollBackToException(environment.Site.Title, stable: null);
        return await environment.RollbackAsync(rollback, cancellationToken);
    }

    public async Task<PromotionResult> PromoteAsync(string name, PromotionRequest promotion, CancellationToken cancellationToken)
    {
        using var environment = Open(name);
        var status = await environment.StatusAsync(events: 0, cancellationToken);
        if (status?.Document.Candidate is null)
            throw new NothingToPromoteException(environment.Site.Title, status?.Document.Stable);
        return await environment.PromoteAsync(promotion, cancellationToken);
    }

    /// <returns>Whether anything ran.</returns>
    public async Task<bool> TakeDownAsync(string name, CancellationToken cancellationToken)
    {
        using var environment = Open(name);
        var ran = await environment.StatusAsync(events: 0, cancellationToken) is { } status &&
            (status.Gateway is not null || status.Document.Revisions.Any(x => x.Process is { IsRunning: true }));
        await environment.TakeDownAsync(request.Actor, takeOver: true, cancellationToken);
        return ran;
    }

    public async Task<EnvironmentStatus?> StatusAsync(string name, int events, CancellationToken cancellationToken)
    {
        using var environment = Open(name);
        return await environment.StatusAsync(events, cancellationToken);
    }

    /// <summary>What answers, or should, in the last environment; null where nothing is deployed there.</summary>
    public async Task<LiveModel?> FindServedAsync(CancellationToken cancellationToken)
    {
        if (file.Last is not { } name)
            return null;
        using var environment = Open(name);
        try
        {
            return await environment.StatusAsync(events: 0, cancellationToken) is { Document: var document }
                && document.Find(document.Stable) is { } stable
                ? new LiveModel(name, stable, await environment.FindServedModelAsync(cancellationToken))
                : null;
        }
        catch (EngineFailedException exception)
        {
            // A machine that trains need not reach the one that serves.
            place.Face.Warn($"What {name} serves is not known, and the registry's champion stays. {exception.Message}");
            return null;
        }
    }

    /// <summary>Why a release would roll out to an environment; null where it would not.</summary>
    public async Task<DeployPlan> PlanAsync(string name, CancellationToken cancellationToken)
    {
        var status = await StatusAsync(name, EventsOfAWithdrawal, cancellationToken);
        if (status?.Document is not { } document || document.Find(document.Stable) is not { } stable)
            return new DeployPlan("nothing is deployed there", null, status);
        if (await place.FindImageAsync(cancellationToken) is not { } image)
            return new DeployPlan($"revision {stable.Number} serves another image", null, status);
        return image == stable.Image
            ? new DeployPlan(null, null, status)
            : new DeployPlan($"revision {stable.Number} serves another image", Withdrawal.Find(status, image), status);
    }

    /// <summary>Rows that the model understands, with its own answers to them.</summary>
    public async Task<IReadOnlyList<ReferenceRow>> ReadRowsAsync(CancellationToken cancellationToken)
    {
        await using var stream = System.IO.File.OpenRead(place.Artifacts.PathOf(EvaluateStage.ReferenceRowsFile));
        return await JsonSerializer.DeserializeAsync<List<ReferenceRow>>(stream, DocumentJson.Options, cancellationToken) ?? [];
    }

    private RolloutRequest Rollout(string name, ImageDigest image, ModelVersion? version) => new(image, request.Actor)
    {
        Version = version,
        Strategy = file.Spec(name).Strategy,
        Analysis = file.Spec(name).Analysis,
        Analyses = file.Analyses,
        Outcomes = new LoggedOutcomes(x => BringPredictionsAsync(name, x)),
        Folder = place.Root,
    };

    /// <summary>Without one no gateway is started just to hear of it.</summary>
    private static async Task RequireRolloutAsync(ModelEnvironment environment, CancellationToken cancellationToken)
    {
        var document = (await environment.StatusAsync(events: 0, cancellationToken))?.Document;
        if (document?.Candidate is null)
            throw new NothingToAbortException(environment.Site.Title, document?.Stable);
    }

    private async Task<ImageDigest> RequireImageAsync(CancellationToken cancellationToken) =>
        await place.FindImageAsync(cancellationToken) ?? throw new InvalidInputException(
            [new Problem("No image of the model was packaged yet.", "Run the target Package.")]);

    /// <param name="name">Of the environment.</param>
    /// <param name="version">What is deployed to it; null where nothing is.</param>
    public ModelEnvironment Open(string name, ModelVersion? version = null)
    {
        var gateway = new GatewayProgram(_programs.FetchGatewayAsync);
        var images = new ImageFolders(place, version, file.Retention.Predictions);
        return new ModelEnvironment(
            file.Site(name, place.Name),
            new EnvironmentTools(gateway, images)
            {
                Engine = file.Engine(name, place.Name),
                Layouts = new ImageLayouts(place, _programs),
                Limits = file.Limits(name),
                Replicas = file.Replicas(name),
                Repository = file.Repository(name),
                Policy = request.Parts.Policy,
                Clock = place.Clock,
                Progress = place.Progress,
            });
    }
}
