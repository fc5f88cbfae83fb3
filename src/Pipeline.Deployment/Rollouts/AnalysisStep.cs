using Pipeline.Core.Checks;
using Pipeline.Deployment.Analysis;
using Pipeline.Deployment.Strategies;
using Pipeline.Environments;

namespace Pipeline.Deployment.Rollouts;

/// <summary>
/// Watches a candidate that shares the traffic. Too few requests are inconclusive: it waits, then pauses the rollout for a
/// person, and never lets it pass.
/// </summary>
internal sealed class AnalysisStep(Leader leader, AnalysisPlan plan, Revision candidate, RolloutTime time)
{
    private long Wanted => plan.Specs.Select(x => x.RequestsAtLeast).DefaultIfEmpty().Max();

    /// <summary>Null when the candidate may go on.</summary>
    /// <param name="step">Of the strategy's steps, how many were taken.</param>
    /// <param name="duration">How long it is watched at least.</param>
    /// <param name="watched">How long the candidate had its weight already, when a paused rollout goes on.</param>
    /// <param name="cancellationToken">Ends the watching.</param>
    public async Task<RolloutResult?> RunAsync(
        int step, TimeSpan duration, TimeSpan watched, CancellationToken cancellationToken)
    {
        var before = await ReadAsync(cancellationToken);
        var (began, isTold) = (time.Clock.GetTimestamp(), false);
        while (true)
        {
            await Task.Delay(Shorter(time.Options.LookForErrorsEvery, duration), time.Clock, cancellationToken);
            var now = await ReadAsync(cancellationToken);
            if (RevisionWatch.CrashOf(now.Document.Find(candidate.Number)!) is { } crash)
                return await leader.AbortAsync(candidate, crash, cancellationToken);
            if (now.Traffic!.Epoch != before.Traffic!.Epoch)
                (before, began, watched) = (now, time.Clock.GetTimestamp(), TimeSpan.Zero);
            var elapsed = time.Clock.GetElapsedTime(began);
            var strict = Judge(before, now, plan.AbortConfidence);
            if (strict.Worst == Outcome.Failed)
                return await leader.AbortAsync(candidate, Reason(strict), cancellationToken);
            if (elapsed + watched < duration)
                continue;
            // Passing is judged at the confidence that the criteria ask for; failing at that is not enough to abort yet.
            var report = Judge(before, now, confidence: 0);
            if (!report.Fails)
                return await PassAsync(report, cancellationToken);
            if (elapsed >= duration * time.Options.MostTimesInconclusive)
                return await leader.PauseAsync(candidate, new Halt(step, Reason(report), Wanted), cancellationToken);
            isTold = isTold || await TellAsync(Reason(report), cancellationToken);
        }
    }

    /// <summary>Lets time pass; null unless the candidate ends meanwhile.</summary>
    public async Task<RolloutResult?> RestAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        var began = time.Clock.GetTimestamp();
        while (time.Clock.GetElapsedTime(began) < duration)
        {
            await Task.Delay(Shorter(time.Options.LookForErrorsEvery, duration), time.Clock, cancellationToken);
            var now = await ReadAsync(cancellationToken);
            if (RevisionWatch.CrashOf(now.Document.Find(candidate.Number)!) is { } crash)
                return await leader.AbortAsync(candidate, crash, cancellationToken);
        }

        return null;
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static string Reason(CheckReport report) => string.Join(
        ' ', report.Results.Where(x => x.Verdict.Outcome == report.Worst).Select(x => x.Verdict.Reason).Where(x => x.Length > 0));

    /// <summary>What nobody has counted yet was not asked: too few requests, and never a pass.</summary>
    private async Task<EnvironmentStatus> ReadAsync(CancellationToken cancellationToken)
    {
        var status = await leader.Ports.Traffic.ReadAsync(0, cancellationToken);
        return status with { Traffic = status.Traffic ?? new TrafficSnapshot("", []) };
    }

    private CheckReport Judge(EnvironmentStatus before, EnvironmentStatus now, double confidence)
    {
        var stable = now.Document.Stable is { } number ? Window(number, before, now) : null;
        return ErrorRateAnalysis.Judge(plan.Specs, Window(candidate.Number, before, now), stable, confidence);
    }

    /// <summary>Since the weight was set; since the first look where the gateway keeps no such count.</summary>
    private static TrafficWindow Window(int revision, EnvironmentStatus before, EnvironmentStatus now)
    {
        var seen = now.Traffic!.Since(now.Document.Rollout?.Baseline ?? before.Traffic).Of(revision);
        return new TrafficWindow(seen.Requests, seen.Errors);
    }

    private async Task<RolloutResult?> PassAsync(CheckReport report, CancellationToken cancellationToken)
    {
        await leader.ChangeAsync(
            new EnvironmentChange.Note(EnvironmentActions.AnalysisPassed), Reason(report), cancellationToken);
        return null;
    }

    private async Task<bool> TellAsync(string reason, CancellationToken cancellationToken)
    {
        await leader.ChangeAsync(
            new EnvironmentChange.Note(EnvironmentActions.AnalysisInconclusive), reason, cancellationToken);
        return true;
    }
}

/// <summary>What the analyses of a rollout hold its candidate against.</summary>
/// <param name="Specs">The criteria.</param>
/// <param name="AbortConfidence">
/// Of one criterion in one analysis: what all of them may spend together, in equal parts (Bonferroni).
/// </param>
internal sealed record AnalysisPlan(IReadOnlyList<AnalysisSpec> Specs, double AbortConfidence)
{
    public static AnalysisPlan Of(RolloutRequest request, IEnumerable<StepSpec> steps, double falseAborts)
    {
        var tests = Math.Max(1, steps.Count(x => x is StepSpec.Analyze) * request.Analysis.Count);
        return new AnalysisPlan(request.Analysis, 1 - (falseAborts / tests));
    }
}
