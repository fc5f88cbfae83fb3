using System.Diagnostics;
using Pipeline.Core.Checks;
using Pipeline.Deployment.Strategies;
using Pipeline.Environments;

namespace Pipeline.Deployment.Rollouts;

/// <summary>One rollout, from the state it finds to its end.</summary>
internal sealed class Rollout(Leader leader, RevisionWatch watch, RolloutRequest request, RolloutTime time)
{
    private readonly IReadOnlyList<StepSpec> _steps = request.Strategy.ToSteps();

    private IReadOnlyList<string> Plan => [.. _steps.Select(x => $"{x}")];

    public async Task<RolloutResult> RunAsync(CancellationToken cancellationToken)
    {
        var document = (await leader.Ports.Traffic.ReadAsync(0, cancellationToken)).Document;
        // Whoever was here before may have been killed between a change and what it asks of the engine.
        await leader.SettleAsync(document, cancellationToken);
        if (IsPausedHere(document))
        {
            return document.Rollout!.Wait == RolloutWait.Approval
                ? await WaitOnAsync(document, cancellationToken)
                : await ResumeAsync(document, cancellationToken);
        }

        if (document.Candidate is { } other)
        {
            var way = document.Find(other)!.Image == request.Image ? "begins anew" : "makes way for another version";
            document = await leader.ChangeAsync(
                new EnvironmentChange.Abort(), $"Revision {other} {way}.", cancellationToken);
        }

        return document.Find(document.Stable) is { } stable && stable.Image == request.Image
            ? new RolloutResult.AlreadyServing(stable, $"Revision {stable.Number} serves this very image in {document.Title}.")
            : await StartAsync(cancellationToken);
    }

    /// <summary>Leads a paused rollout on behind what it waits for, because a person says so.</summary>
    /// <exception cref="NothingToPromoteException">No rollout is paused.</exception>
    /// <exception cref="PlanChangedException">The strategy is not the one that the rollout was begun with.</exception>
    public async Task<RolloutResult> ApproveAsync(string reason, CancellationToken cancellationToken)
    {
        var document = (await leader.Ports.Traffic.ReadAsync(0, cancellationToken)).Document;
        if (document is not { Rollout: { Phase: RolloutPhase.Paused } rollout } || document.Find(document.Candidate) is null)
            throw new NothingToPromoteException(document.Title, document.Stable);
        if (!IsOf(rollout))
            throw new PlanChangedException(document.Title, rollout.Plan, Plan);
        var next = rollout.Step + (rollout.Wait == RolloutWait.Analysis ? 1 : 0);
        document = await leader.ChangeAsync(
            new EnvironmentChange.Approve(next), $"{Behind(rollout)}: {reason}", cancellationToken);
        return await StepAsync(document.Find(document.Candidate)!, GoingOn(document.Rollout!, next), cancellationToken);
    }

    private string Behind(RolloutProgress rollout) => rollout.Wait switch
    {
        RolloutWait.Analysis => $"Goes on although '{_steps[rollout.Step]}' could not tell",
        RolloutWait.Approval => $"'{_steps[rollout.Step - 1]}' is given",
        _ => "Goes on",
    };

    private bool IsPausedHere(EnvironmentDocument document) =>
        document.Rollout is { Phase: RolloutPhase.Paused } rollout
        && document.Find(document.Candidate) is { State: RevisionState.Running } candidate
        && candidate.Image == request.Image
        && IsOf(rollout);

    /// <summary>Whether the rollout was begun with these very steps; an earlier toolkit kept their number alone.</summary>
    private bool IsOf(RolloutProgress rollout) =>
        rollout.Steps == _steps.Count && (rollout.Plan.Count == 0 || rollout.Plan.SequenceEqual(Plan));

    /// <summary>An approval is a person's to give: to deploy the same image once more gives none.</summary>
    private async Task<RolloutResult> WaitOnAsync(EnvironmentDocument paused, CancellationToken cancellationToken)
    {
        var halt = Approval(paused.Rollout!.Step - 1);
        return await leader.DescribeAsync(paused.Find(paused.Candidate)!, halt, cancellationToken);
    }

    private Halt Approval(int step) => new(step + 1, Waits(step, $"the {_steps[step]}"), 0) { Wait = RolloutWait.Approval };

    private string Waits(int step, string what) => $"Step {step + 1} of {_steps.Count} waits for {what}.";

    private async Task<RolloutResult> ResumeAsync(EnvironmentDocument paused, CancellationToken cancellationToken)
    {
        var document = await leader.ChangeAsync(
            new EnvironmentChange.Resume(), $"The rollout of revision {paused.Candidate} goes on.", cancellationToken);
        var position = GoingOn(paused.Rollout!, paused.Rollout!.Step);
        return await StepAsync(document.Find(document.Candidate)!, position, cancellationToken);
    }

    private Position GoingOn(RolloutProgress rollout, int step)
    {
        var watched = time.Clock.GetUtcNow() - rollout.WeightSince ?? TimeSpan.Zero;
        return new Position(step, watched > TimeSpan.Zero ? watched : TimeSpan.Zero);
    }

    private async Task<RolloutResult> StartAsync(CancellationToken cancellationToken)
    {
        var register = await leader.Ports.Engine.PrepareAsync(request.Image, cancellationToken);
        var image = request.Image.Value.Brief;
        var what = request.Version is { } version ? $"version {version} ({image})" : image;
        var document = await leader.ChangeAsync(
            register with
            {
                Version = request.Version,
                Steps = _steps.Count,
                Plan = Plan,
                Stickiness = (request.Strategy as StrategySpec.Canary)?.Stickiness,
            }, $"Starts {what}.", cancellationToken);
        var number = document.Candidate!.Value;
        var trouble = await leader.SettleAsync(document, cancellationToken)
            ?? await watch.WaitReadyAsync(number, cancellationToken);
        if (trouble is not null)
            return await leader.AbortAsync(document.Find(number)!, trouble, cancellationToken);
        document = await leader.ChangeAsync(
            new EnvironmentChange.Note(EnvironmentActions.Ready), $"Revision {number} is ready.", cancellationToken);
        var candidate = document.Find(number)!;
        var verdict = await leader.Ports.Probe.ProbeAsync(candidate, cancellationToken);
        if (verdict.Outcome > Outcome.Passed)
            return await leader.AbortAsync(candidate, verdict.Reason, cancellationToken);
        await leader.ChangeAsync(new EnvironmentChange.Note(EnvironmentActions.ProbesPassed), verdict.Reason, cancellationToken);
        return document.Stable is null
            ? await PromoteAsync(candidate, "There was no stable revision, and its probes are enough.", cancellationToken)
            : await StepAsync(candidate, new Position(0, TimeSpan.Zero), cancellationToken);
    }

    private async Task<RolloutResult> StepAsync(Revision candidate, Position first, CancellationToken cancellationToken)
    {
        var analysis = new AnalysisStep(
            leader, AnalysisPlan.Of(request, _steps, time.Options.FalseAborts), request, candidate, time);
        for (var step = first.Step; step < _steps.Count; step++)
        {
            if (await leader.PauseIfAskedAsync(candidate, step, null, cancellationToken) is { } asked)
                return asked;
            var end = _steps[step] switch
            {
                StepSpec.SetWeight { Weight: var weight } => await ShiftAsync(
                    candidate,
                    new EnvironmentChange.Shift(step + 1, weight),
                    $"Revision {candidate.Number} answers {weight}% of the requests.",
                    cancellationToken),
                StepSpec.Mirror { Share: var share } => await ShiftAsync(
                    candidate,
                    new EnvironmentChange.Mirror(step + 1, share),
                    $"Revision {candidate.Number} is sent copies of {share}% of the requests.",
                    cancellationToken),
                StepSpec.Pause { How.Duration: { } rest } => await analysis.RestAsync(step, rest, cancellationToken),
                StepSpec.Pause => await leader.PauseAsync(
                    candidate, new Halt(step + 1, Waits(step, "a person"), 0), cancellationToken),
                StepSpec.Approval => await leader.PauseAsync(candidate, Approval(step), cancellationToken),
                StepSpec.Analyze x => await analysis.RunAsync(
                    step, x.For, step == first.Step ? first.Watched : TimeSpan.Zero, cancellationToken),
                _ => throw new UnreachableException(),
            };
            if (end is not null)
                return end;
        }

        var reason = _steps.Count == 0 ? "Its probes passed." : "Every step of its rollout passed.";
        return await PromoteAsync(candidate, reason, cancellationToken);
    }

    private async Task<RolloutResult?> ShiftAsync(
        Revision candidate, EnvironmentChange change, string reason, CancellationToken cancellationToken)
    {
        try
        {
            await leader.MoveAsync(change, reason, cancellationToken);
            return null;
        }
        catch (EnvironmentRefusedException refusal) when (refusal.Kind == RefusalKind.NotPossible)
        {
            return await leader.AbortAsync(candidate, refusal.Message, cancellationToken);
        }
        catch (TrafficNotInEffectException lag)
        {
            return await leader.AbortAsync(candidate, lag.Message, cancellationToken);
        }
    }

    private async Task<RolloutResult> PromoteAsync(Revision candidate, string reason, CancellationToken cancellationToken)
    {
        try
        {
            var document = await leader.MoveAsync(
                new EnvironmentChange.Promote(), $"Revision {candidate.Number} answers everything. {reason}", cancellationToken);
            return new RolloutResult.Promoted(document.Find(candidate.Number)!, reason);
        }
        catch (EnvironmentRefusedException refusal) when (refusal.Kind == RefusalKind.NotPossible)
        {
            return await leader.AbortAsync(candidate, refusal.Message, cancellationToken);
        }
    }
}

/// <summary>Where a rollout goes on.</summary>
/// <param name="Step">The first step to take.</param>
/// <param name="Watched">How long the candidate has had its present weight.</param>
internal sealed record Position(int Step, TimeSpan Watched);

/// <summary>The clock, and how a rollout waits by it.</summary>
internal sealed record RolloutTime(RolloutOptions Options, TimeProvider Clock);

/// <summary>A rollout was begun with other steps than those that it should go on with.</summary>
public sealed class PlanChangedException(string title, IReadOnlyList<string> begun, IReadOnlyList<string> now) : Exception(
    $"The rollout in {title} was begun with other steps ({Words(begun)}) than environments.yml has now ({Words(now)}). "
    + "Promote it with '--full', abort it, or deploy again to begin anew.")
{
    private static string Words(IReadOnlyList<string> steps) => steps.Count == 0 ? "none" : string.Join(", ", steps);
}
