using Pipeline.Core.Progress;
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
    public async Task<RolloutResult> DeployAsync(RolloutRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var wish = new LeaseWish(
            new LeaseRequest(request.Actor) { Process = request.Process }, request.WaitForLease, options);
        await using var lease = await HeldLease.AcquireAsync(ports.Traffic, wish, clock, cancellationToken);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(lease.Lost, cancellationToken);
        var leader = new Leader(ports, lease.Time, new LeaseHolder(request.Actor, lease.Token), progress);
        var rollout = new Rollout(leader, new RevisionWatch(ports, lease.Time), request, lease.Time);
        try
        {
            return await rollout.RunAsync(either.Token);
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
                await leader.ChangeAsync(
                    new EnvironmentChange.Abort(), $"The rollout of revision {candidate} was interrupted.", limit.Token);
        }
        catch (Exception exception) when (
            exception is GatewayUnreachableException or EnvironmentRefusedException or OperationCanceledException)
        {
            progress?.Report(new StepEvent.Warned("rolling out", $"The rollout was not aborted here: {exception.Message}"));
        }
    }
}

/// <summary>What a rollout works through.</summary>
public sealed record RolloutPorts(ITraffic Traffic, IEngineSite Engine, IProbe Probe);
