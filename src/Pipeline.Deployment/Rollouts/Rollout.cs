using System.Diagnostics;
using Pipeline.Core.Checks;
using Pipeline.Deployment.Strategies;
using Pipeline.Environments;

namespace Pipeline.Deployment.Rollouts;

/// <summary>One rollout, from the state it finds to its end.</summary>
internal sealed class Rollout(Leader leader, RevisionWatch watch, RolloutRequest request, RolloutTime time)
{
    private IReadOnlyList<StepSpec> Steps => request.Strategy switch
    {
        StrategySpec.Recreate => [],
        StrategySpec.Canary x => x.Steps,
        _ => throw new UnreachableException(),
    };

    public async Task<RolloutResult> RunAsync(CancellationToken cancellationToken)
    {
        var document = (await leader.Ports.Traffic.ReadAsync(0, cancellationToken)).Document;
        if (IsPausedHere(document))
            return await ResumeAsync(document, cancellationToken);
        if (document.Candidate is { } other)
        {
            document = await leader.ChangeAsync(
                new EnvironmentChange.Abort(), $"Revision {other} makes way for another version.", cancellationToken);
        }

        return document.Find(document.Stable) is { } stable && stable.Image == request.Image
            ? new RolloutResult.AlreadyServing(stable, $"Revision {stable.Number} serves this very image in {document.Title}.")
            : await StartAsync(cancellationToken);
    }

    private bool IsPausedHere(EnvironmentDocument document) =>
        document.Rollout?.Phase == RolloutPhase.Paused
        && document.Find(document.Candidate) is { State: RevisionState.Running } candidate
        && candidate.Image == request.Image;

    private async Task<RolloutResult> ResumeAsync(EnvironmentDocument paused, CancellationToken cancellationToken)
    {
        var document = await leader.ChangeAsync(
            new EnvironmentChange.Resume(), $"The rollout of revision {paused.Candidate} goes on.", cancellationToken);
        var watched = time.Clock.GetUtcNow() - paused.Rollout!.WeightSince ?? TimeSpan.Zero;
        var position = new Position(paused.Rollout.Step, watched > TimeSpan.Zero ? watched : TimeSpan.Zero);
        return await StepAsync(document.Find(document.Candidate)!, position, cancellationToken);
    }

    private async Task<RolloutResult> StartAsync(CancellationToken cancellationToken)
    {
        var register = await leader.Ports.Engine.PrepareAsync(request.Image, cancellationToken);
        var image = request.Image.Value.Brief;
        var what = request.Version is { } version ? $"version {version} ({image})" : image;
        var document = await leader.ChangeAsync(
            register with { Version = request.Version, Steps = Steps.Count }, $"Starts {what}.", cancellationToken);
        var number = document.Candidate!.Value;
        if (await watch.WaitReadyAsync(number, cancellationToken) is { } trouble)
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
            leader, AnalysisPlan.Of(request, Steps, time.Options.FalseAborts), candidate, time);
        for (var step = first.Step; step < Steps.Count; step++)
        {
            var end = Steps[step] switch
            {
                StepSpec.SetWeight x => await ShiftAsync(candidate, step, x.Weight, cancellationToken),
                StepSpec.Pause { How.Duration: null } => await PauseAsync(candidate, step, cancellationToken),
                StepSpec.Pause { How.Duration: { } rest } => await analysis.RestAsync(rest, cancellationToken),
                StepSpec.Analyze x => await analysis.RunAsync(
                    step, x.For, step == first.Step ? first.Watched : TimeSpan.Zero, cancellationToken),
                _ => throw new UnreachableException(),
            };
            if (end is not null)
                return end;
        }

        var reason = Steps.Count == 0 ? "Its probes passed." : "Every step of its rollout passed.";
        return await PromoteAsync(candidate, reason, cancellationToken);
    }

    private async Task<RolloutResult?> ShiftAsync(Revision candidate, int step, int weight, CancellationToken cancellationToken)
    {
        try
        {
            await leader.MoveAsync(
                new EnvironmentChange.Shift(step + 1, weight),
                $"Revision {candidate.Number} answers {weight}% of the requests.",
                cancellationToken);
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

    private async Task<RolloutResult> PauseAsync(Revision candidate, int step, CancellationToken cancellationToken) =>
        await leader.PauseAsync(
            candidate, new Halt(step + 1, $"Step {step + 1} of {Steps.Count} waits for a person.", 0), cancellationToken);

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
