using System.Globalization;
using Pipeline.Core.Audit;
using Pipeline.Core.Progress;
using Pipeline.Environments;

namespace Pipeline.Deployment.Rollouts;

/// <summary>Ends a paused rollout by a person's decision: the candidate answers everything, whatever steps are left.</summary>
public sealed class PromotionController(
    RolloutPorts ports, RolloutOptions options, TimeProvider clock, IProgress<StepEvent>? progress = null)
{
    /// <exception cref="NothingToPromoteException">No rollout is paused.</exception>
    /// <exception cref="EnvironmentRefusedException">Another changes the environment, or the candidate cannot answer.</exception>
    public async Task<PromotionResult> RunAsync(PromotionRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrWhiteSpace(request.Reason);
        var ask = new LeaseRequest(request.Actor) { Process = request.Process };
        await using var lease = await HeldLease.AcquireAsync(
            ports.Traffic, new LeaseWish(ask, request.WaitForLease, options), clock, cancellationToken);
        var status = await ports.Traffic.ReadAsync(0, cancellationToken);
        var document = status.Document;
        if (document.Find(document.Candidate) is not { } candidate || document.Rollout!.Phase != RolloutPhase.Paused)
            throw new NothingToPromoteException(document.Title, document.Stable);
        var seen = (status.TrafficSinceWeight ?? new TrafficSnapshot("", [])).Of(candidate.Number);
        var leader = new Leader(ports, lease.Time, new LeaseHolder(request.Actor, lease.Token), progress);
        var next = await leader.MoveAsync(
            new EnvironmentChange.Promote(), Describe(document, seen, request.Reason), cancellationToken);
        await leader.FinishAsync(cancellationToken);
        return new PromotionResult(next.Find(candidate.Number)!, document.Stable, document.Weight, seen);
    }

    private static string Describe(EnvironmentDocument document, RevisionTraffic seen, string reason) => string.Create(
        CultureInfo.InvariantCulture,
        $"Revision {seen.Revision} answers everything, promoted at {document.Weight}% after {seen.Requests} requests ")
        + string.Create(CultureInfo.InvariantCulture, $"with {seen.Errors} errors: {reason}");
}

/// <summary>A person's approval of a paused rollout, whatever steps are left of it.</summary>
/// <param name="Actor">Who approves.</param>
/// <param name="Reason">Why, for the journal; not empty.</param>
public sealed record PromotionRequest(Actor Actor, string Reason)
{
    /// <summary>For another's lease; zero is refused at once, by name. Default 0.</summary>
    public TimeSpan WaitForLease { get; init; }

    /// <summary>Whose end ends the lease. Default: this process.</summary>
    public ProcessIdentity? Process { get; init; } = ProcessIdentity.Current;
}

/// <summary>A promotion that happened.</summary>
/// <param name="Revision">What answers everything now.</param>
/// <param name="From">What answered before; null where nothing did.</param>
/// <param name="Weight">The percentage of the requests that it answered until then.</param>
/// <param name="Traffic">What it was asked since that weight was set.</param>
public sealed record PromotionResult(Revision Revision, int? From, int Weight, RevisionTraffic Traffic);

/// <summary>No rollout waits for a person.</summary>
public sealed class NothingToPromoteException(string title, int? stable) : Exception(stable is null
    ? $"There is nothing to promote in {title}: nothing is deployed there."
    : $"There is nothing to promote in {title}: no rollout is paused, and revision {stable} answers everything.");

/// <summary>There is no aborted rollout to begin again.</summary>
/// <param name="title">"production of loan-default".</param>
/// <param name="because">Continues "There is nothing to retry in production of loan-default: ".</param>
public sealed class NothingToRetryException(string title, string because)
    : Exception($"There is nothing to retry in {title}: {because}.");
