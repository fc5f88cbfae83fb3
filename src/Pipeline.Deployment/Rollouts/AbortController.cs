using Pipeline.Core.Audit;
using Pipeline.Core.Progress;
using Pipeline.Deployment.Traffic;
using Pipeline.Environments;

namespace Pipeline.Deployment.Rollouts;

/// <summary>Ends a rollout by a person's decision, whoever leads it: all traffic stays on the stable revision.</summary>
public sealed class AbortController(
    RolloutPorts ports, RolloutOptions options, TimeProvider clock, IProgress<StepEvent>? progress = null)
{
    /// <exception cref="NothingToAbortException">Nothing is being rolled out.</exception>
    public async Task<AbortResult> RunAsync(AbortRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var before = (await ports.Traffic.ReadAsync(0, cancellationToken)).Document;
        if (before.Candidate is not { } candidate)
            throw new NothingToAbortException(before.Title, before.Stable);
        var ask = new LeaseRequest(request.Actor) { Process = request.Process, TakeOver = true, Reason = request.Reason };
        await using var lease = await HeldLease.AcquireAsync(
            ports.Traffic, new LeaseWish(ask, TimeSpan.Zero, options), clock, cancellationToken);
        var leader = new Leader(ports, lease.Time, new LeaseHolder(request.Actor, lease.Token), progress);
        var document = (await ports.Traffic.ReadAsync(0, cancellationToken)).Document;
        if (document.Candidate is not null)
            document = await leader.ChangeAsync(new EnvironmentChange.Abort(), request.Reason, cancellationToken);
        await leader.RequireInEffectAsync(document, cancellationToken);
        await leader.FinishAsync(cancellationToken);
        return document.Stable == candidate
            ? throw new NothingToAbortException(document.Title, document.Stable)
            : new AbortResult(document.Find(candidate)!, document.Stable);
    }
}

/// <summary>Asks whoever leads a rollout to pause it, and waits until that is done.</summary>
internal sealed class PauseController(GatewayClient gateway, RolloutOptions options, TimeProvider clock)
{
    /// <returns>The environment once its rollout is paused, or ended before that.</returns>
    /// <exception cref="NothingToAbortException">Nothing is being rolled out.</exception>
    /// <exception cref="EnvironmentRefusedException">It is paused already.</exception>
    public async Task<EnvironmentDocument> RunAsync(PauseRequest request, CancellationToken cancellationToken)
    {
        var before = (await gateway.ReadAsync(0, cancellationToken)).Document;
        if (before.Candidate is null)
            throw new NothingToAbortException(before.Title, before.Stable);
        var reason = $"{request.Actor.Name} asked for a pause: {request.Reason}";
        await gateway.ChangeAsync(
            new ChangeRequest(0, request.Actor, reason, new EnvironmentChange.AskToPause()), cancellationToken);
        while (true)
        {
            var document = (await gateway.ReadAsync(0, cancellationToken)).Document;
            if (document.Candidate != before.Candidate || document.Rollout!.Phase == RolloutPhase.Paused)
                return document;
            await Task.Delay(options.LookForReadyEvery, clock, cancellationToken);
        }
    }
}

/// <summary>A person's decision to end a rollout.</summary>
/// <param name="Actor">Who decides.</param>
/// <param name="Reason">Why, for the journal; not empty.</param>
public sealed record AbortRequest(Actor Actor, string Reason)
{
    /// <summary>Whose end ends the lease. Default: this process.</summary>
    public ProcessIdentity? Process { get; init; } = ProcessIdentity.Current;
}

/// <summary>A rollout that was ended.</summary>
/// <param name="Revision">What was being rolled out.</param>
/// <param name="Stable">What answers everything; null where nothing did before.</param>
public sealed record AbortResult(Revision Revision, int? Stable);

/// <summary>A person's wish that a rollout pauses.</summary>
/// <param name="Actor">Who wishes it.</param>
/// <param name="Reason">Why, for the journal; not empty.</param>
public sealed record PauseRequest(Actor Actor, string Reason);

/// <summary>Nothing is being rolled out.</summary>
public sealed class NothingToAbortException(string title, int? stable) : Exception(stable is null
    ? $"Nothing is being rolled out in {title}, and nothing is deployed there."
    : $"Nothing is being rolled out in {title}; revision {stable} answers everything.");
