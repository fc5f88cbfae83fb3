using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Core.Progress;
using Pipeline.Deployment.Rollouts;
using Pipeline.Environments;

namespace Pipeline.Deployment.Rollback;

/// <summary>
/// Rolls an environment back: at once to the standby revision, after its start to one that does not run. What the gateway starts
/// again by itself, as after a crash of both, is waited for.
/// </summary>
public sealed class RollbackController(
    RolloutPorts ports, RolloutOptions options, TimeProvider clock, IProgress<StepEvent>? progress = null)
{
    /// <exception cref="NothingToRollBackToException">No revision answered before.</exception>
    /// <exception cref="RevisionGoneException">The revision does not run, and cannot be started.</exception>
    /// <exception cref="EnvironmentRefusedException">Somebody else changes the environment.</exception>
    public async Task<RollbackResult> RunAsync(RollbackRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var ask = new LeaseRequest(request.Actor)
        {
            Process = request.Process,
            TakeOver = request.TakeOver,
            Reason = request.Reason,
        };
        await using var lease = await HeldLease.AcquireAsync(
            ports.Traffic, new LeaseWish(ask, request.WaitForLease, options), clock, cancellationToken);
        var leader = new Leader(ports, lease.Time, new LeaseHolder(request.Actor, lease.Token), progress);
        var document = (await ports.Traffic.ReadAsync(0, cancellationToken)).Document;
        var result = await MoveAsync(leader, document, lease.Abandoned, request, cancellationToken);
        await leader.FinishAsync(cancellationToken);
        return result;
    }

    private async Task<RollbackResult> MoveAsync(
        Leader leader,
        EnvironmentDocument document,
        int? abandoned,
        RollbackRequest request,
        CancellationToken cancellationToken)
    {
        if (document.Stable is null || request is not { Revision: null, Version: null })
            return await GoBackAsync(leader, document, request, cancellationToken);
        if (document.Candidate is { } candidate)
            return await AbortAsync(leader, document, candidate, request.Reason, cancellationToken);
        if (abandoned is { } gone)
        {
            // To take the lease of a rollout over ends it: traffic is back already, and goes no further back.
            await leader.RequireInEffectAsync(document, cancellationToken);
            return new RollbackResult(document.Find(document.Stable)!, gone, WasStandby: true);
        }

        return await GoBackAsync(leader, document, request, cancellationToken);
    }

    private RevisionWatch Watch => new(ports, new RolloutTime(options, clock));

    private static async Task<RollbackResult> AbortAsync(
        Leader leader, EnvironmentDocument document, int candidate, string? why, CancellationToken cancellationToken)
    {
        var reason = $"All traffic goes back to revision {document.Stable}{(why is null ? "." : $": {why}")}";
        var next = await leader.MoveAsync(new EnvironmentChange.Abort(), reason, cancellationToken);
        return new RollbackResult(next.Find(next.Stable)!, candidate, WasStandby: true);
    }

    private async Task<RollbackResult> GoBackAsync(
        Leader leader, EnvironmentDocument document, RollbackRequest request, CancellationToken cancellationToken)
    {
        var target = Target(document, request);
        var isWarm = await AnswersAsync(target, cancellationToken);
        if (!isWarm && await ports.Engine.FindGoneAsync(target, cancellationToken) is { } gone)
            throw new RevisionGoneException(document.Title, target.Number, gone);
        if (!isWarm && target.State == RevisionState.Running)
        {
            await leader.SettleAsync(document, cancellationToken);
            await WaitForAsync(document, target, cancellationToken);
        }
        else if (!isWarm)
            await StartAsync(leader, document, target, cancellationToken);
        var reason = request.Reason ?? $"Revision {target.Number} answers everything again, not revision {document.Stable}.";
        var next = await leader.MoveAsync(new EnvironmentChange.RollBack(target.Number), reason, cancellationToken);
        return new RollbackResult(next.Find(target.Number)!, document.Stable ?? target.Number, isWarm);
    }

    private static Revision Target(EnvironmentDocument document, RollbackRequest request)
    {
        if (request.Version is { } version)
        {
            return document.FindOfVersion(version)
                ?? throw new NothingToRollBackToException(document.Title, version);
        }

        var found = request.Revision is { } number ? document.Find(number) : document.FindRollbackTarget();
        if (found is null && request.Revision is { } asked)
            throw new RevisionGoneException(document.Title, asked, "there never was one");
        return found ?? throw new NothingToRollBackToException(document.Title, document.Stable);
    }

    /// <summary>Asked rather than read: a gateway that has just started may not know yet what ended with the last one.</summary>
    private async Task<bool> AnswersAsync(Revision revision, CancellationToken cancellationToken) =>
        revision is { State: RevisionState.Running, Address: not null }
        && await ports.Probe.IsReadyAsync(revision, cancellationToken);

    private async Task WaitForAsync(EnvironmentDocument document, Revision revision, CancellationToken cancellationToken)
    {
        progress?.Report(new StepEvent.Noted(
            "rolling back", $"Revision {revision.Number} does not answer yet; the gateway starts it, and it is waited for."));
        if (await WaitReadyAsync(revision, cancellationToken) is { } trouble)
            throw new RevisionGoneException(document.Title, revision.Number, trouble.TrimEnd('.'));
    }

    private Task<string?> WaitReadyAsync(Revision revision, CancellationToken cancellationToken) =>
        Watch.WaitReadyAsync(revision.Number, cancellationToken);

    private async Task StartAsync(
        Leader leader, EnvironmentDocument document, Revision revision, CancellationToken cancellationToken)
    {
        if (revision.State == RevisionState.Stopping)
            await Watch.WaitStoppedAsync(revision, cancellationToken);
        if (document.Candidate is { } candidate)
            await leader.ChangeAsync(
                new EnvironmentChange.Abort(), $"Revision {candidate} makes way for a rollback.", cancellationToken);
        var reason = $"Revision {revision.Number} does not run and is started.";
        var started = await leader.ChangeAsync(new EnvironmentChange.Restart(revision.Number), reason, cancellationToken);
        var trouble = await leader.SettleAsync(started, cancellationToken)
            ?? await FindTroubleAsync(revision, cancellationToken);
        if (trouble is null)
            return;
        await leader.AbortAsync(revision, trouble, cancellationToken);
        throw new RevisionGoneException(document.Title, revision.Number, trouble.TrimEnd('.'));
    }

    /// <summary>What did not run is not believed to answer as it did: it is waited for, and probed.</summary>
    private async Task<string?> FindTroubleAsync(Revision revision, CancellationToken cancellationToken)
    {
        if (await WaitReadyAsync(revision, cancellationToken) is { } trouble)
            return trouble;
        var started = (await ports.Traffic.ReadAsync(0, cancellationToken)).Document.Find(revision.Number)!;
        var verdict = await ports.Probe.ProbeAsync(started, cancellationToken);
        return verdict.Outcome > Core.Checks.Outcome.Passed ? verdict.Reason : null;
    }
}

/// <summary>No revision answered before the present one, or none of what was asked for.</summary>
public sealed class NothingToRollBackToException : Exception
{
    public NothingToRollBackToException(string title, int? stable) : base(Sentence(title, stable is null
        ? "nothing is deployed there"
        : $"no revision before {stable} ever answered there"))
    {
    }

    public NothingToRollBackToException(string title, ModelVersion version)
        : base(Sentence(title, $"version {version} was never deployed there"))
    {
    }

    private static string Sentence(string title, string because) => $"There is nothing to roll back to in {title}: {because}.";
}

/// <summary>The revision to go back to cannot run any more.</summary>
public sealed class RevisionGoneException(string title, int revision, string reason) : Exception(
    $"Revision {revision} in {title} cannot answer again: {reason}. Traffic stays where it is; name another revision.");

/// <summary>A rollback that happened.</summary>
/// <param name="Revision">What answers now.</param>
/// <param name="From">What answered, or was being rolled out, before.</param>
/// <param name="WasStandby">Whether it ran already, so that only traffic moved.</param>
public sealed record RollbackResult(Revision Revision, int From, bool WasStandby);

/// <summary>What to go back to.</summary>
public sealed record RollbackRequest(Actor Actor)
{
    /// <summary>Null is the revision that answered before the stable one; or, during a paused rollout, the stable one.</summary>
    public int? Revision { get; init; }

    /// <summary>Instead of a revision: the last one of this version, preferably one that answered.</summary>
    public ModelVersion? Version { get; init; }

    /// <summary>Why, for the journal.</summary>
    public string? Reason { get; init; }

    /// <summary>For another's lease; zero is refused at once, by name. Default 0.</summary>
    public TimeSpan WaitForLease { get; init; }

    /// <summary>Ends another's lease, and with it the rollout that it leads.</summary>
    public bool TakeOver { get; init; }

    /// <summary>Whose end ends the lease. Default: this process.</summary>
    public ProcessIdentity? Process { get; init; } = ProcessIdentity.Current;
}
