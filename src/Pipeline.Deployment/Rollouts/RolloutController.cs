using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Core.Progress;
using Pipeline.Deployment.Analysis;
using Pipeline.Deployment.Probes;
using Pipeline.Deployment.Strategies;
using Pipeline.Deployment.Traffic;
using Pipeline.Environments;

namespace Pipeline.Deployment.Rollouts;

/// <summary>
/// Leads a new revision into an environment step by step, and back when an analysis fails. All that it decides is committed
/// by the environment before it counts: whoever kills it at any instant leaves traffic on one healthy revision.
/// </summary>
/// <param name="ports">The environment, the engine and the probe.</param>
/// <param name="options">How it waits.</param>
/// <param name="clock">The time.</param>
/// <param name="progress">Told of each step; null is nobody.</param>
public sealed class RolloutController(
    RolloutPorts ports, RolloutOptions options, TimeProvider clock, IProgress<StepEvent>? progress = null)
{
    /// <exception cref="EnvironmentRefusedException">Somebody else changes the environment, or took it over.</exception>
    public Task<RolloutResult> DeployAsync(RolloutRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return LeadAsync(request, x => x.RunAsync, cancellationToken);
    }

    /// <summary>Leads a paused rollout on behind what it waits for, by a person's decision.</summary>
    /// <param name="request">As it was begun.</param>
    /// <param name="reason">Why, for the journal; not empty.</param>
    /// <param name="cancellationToken">Aborts the rollout, once it goes on.</param>
    /// <exception cref="NothingToPromoteException">No rollout is paused.</exception>
    /// <exception cref="PlanChangedException">The strategy is not the one that the rollout was begun with.</exception>
    /// <exception cref="EnvironmentRefusedException">Somebody else changes the environment, or took it over.</exception>
    public Task<RolloutResult> ApproveAsync(RolloutRequest request, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return LeadAsync(request, x => token => x.ApproveAsync(reason, token), cancellationToken);
    }

    private async Task<RolloutResult> LeadAsync(
        RolloutRequest request,
        Func<Rollout, Func<CancellationToken, Task<RolloutResult>>> lead,
        CancellationToken cancellationToken)
    {
        var wish = new LeaseWish(
            new LeaseRequest(request.Actor) { Process = request.Process }, request.WaitForLease, options);
        await using var lease = await HeldLease.AcquireAsync(ports.Traffic, wish, clock, cancellationToken);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(lease.Lost, cancellationToken);
        var leader = new Leader(ports, lease.Time, new LeaseHolder(request.Actor, lease.Token), progress);
        var rollout = new Rollout(leader, new RevisionWatch(ports, lease.Time), request, lease.Time);
        try
        {
            var result = await lead(rollout)(either.Token);
            await leader.FinishAsync(either.Token);
            return result;
        }
        catch (OperationCanceledException) when (lease.Refusal is { } refusal)
        {
            throw refusal;
        }
        catch (OperationCanceledException)
        {
            await AbortAsync(leader);
            throw;
        }
    }

    /// <summary>Best effort: the environment aborts it by itself once the lease ends.</summary>
    private async Task AbortAsync(Leader leader)
    {
        using var limit = new CancellationTokenSource(options.AbortWithin, clock);
        try
        {
            var document = (await ports.Traffic.ReadAsync(0, limit.Token)).Document;
            if (document is { Candidate: { } candidate, Rollout.Phase: not RolloutPhase.Paused })
            {
                await leader.ChangeAsync(
                    new EnvironmentChange.Abort(), $"The rollout of revision {candidate} was interrupted.", limit.Token);
                await leader.FinishAsync(limit.Token);
            }
        }
        catch (Exception exception) when (
            exception is GatewayUnreachableException or EnvironmentRefusedException or OperationCanceledException)
        {
            progress?.Report(new StepEvent.Warned("rolling out", $"The rollout was not aborted here: {exception.Message}"));
        }
    }
}

/// <summary>What shall answer, and how it gets there.</summary>
public sealed record RolloutRequest(ImageDigest Image, Actor Actor)
{
    /// <summary>For people; null when the registry has none.</summary>
    public ModelVersion? Version { get; init; }

    public StrategySpec Strategy { get; init; } = new StrategySpec.Recreate();

    public IReadOnlyList<AnalysisSpec> Analysis { get; init; } = [];

    /// <summary>What <see cref="Analysis"/> may name. Default: the toolkit's own.</summary>
    public AnalysisCatalog Analyses { get; init; } = AnalysisCatalog.Standard;

    /// <summary>Rows whose answers are known; by default those that the environment keeps beside the image.</summary>
    public IReadOnlyList<ReferenceRow> Rows { get; init; } = [];

    /// <summary>What came true of predictions, for analyses that ask; null where nobody reads it.</summary>
    public IOutcomeCounts? Outcomes { get; init; }

    /// <summary>Names of files in the options of analyses are relative to it; null where there are none.</summary>
    public string? Folder { get; init; }

    /// <summary>For another's lease; zero is refused at once, by name. Default 0.</summary>
    public TimeSpan WaitForLease { get; init; }

    /// <summary>Whose end aborts the rollout. Default: this process.</summary>
    public ProcessIdentity? Process { get; init; } = ProcessIdentity.Current;
}

/// <summary>How a rollout ended.</summary>
/// <param name="Revision">The one that was to be rolled out.</param>
/// <param name="Reason">One sentence, with both numbers where an analysis decided.</param>
public abstract record RolloutResult(Revision Revision, string Reason)
{
    /// <summary>The stable revision runs this very image: nothing was done.</summary>
    public sealed record AlreadyServing(Revision Revision, string Reason) : RolloutResult(Revision, Reason);

    /// <summary>The new revision answers everything.</summary>
    public sealed record Promoted(Revision Revision, string Reason) : RolloutResult(Revision, Reason);

    /// <summary>The new revision answers nothing; what was stable still is.</summary>
    public sealed record Aborted(Revision Revision, string Reason) : RolloutResult(Revision, Reason);

    /// <summary>
    /// It waits for a person, at the weight it has reached: promote it, deploy the same image again to look once
    /// more, or roll back to end it. The reason tells the figures too.
    /// </summary>
    public sealed record Paused(Revision Revision, string Reason) : RolloutResult(Revision, Reason)
    {
        /// <summary>Where predictions are asked for, as "127.0.0.1:41233".</summary>
        public string? Address { get; init; }

        /// <summary>The percentage of the requests that the candidate answers, 0 to 100.</summary>
        public int Weight { get; init; }

        /// <summary>What the candidate answered since that weight was set.</summary>
        public long Requests { get; init; }

        /// <summary>How many of <see cref="Requests"/> had no good answer.</summary>
        public long Errors { get; init; }

        /// <summary>How many requests the analysis asks for at least; 0 where it asks for none.</summary>
        public long RequestsWanted { get; init; }
    }
}
