using Pipeline.Core.Checks;
using Pipeline.Deployment.Analysis;
using Pipeline.Deployment.Probes;
using Pipeline.Deployment.Strategies;
using Pipeline.Environments;

namespace Pipeline.Deployment.Rollouts;

/// <summary>
/// Watches a candidate that shares the traffic. Too few requests are inconclusive: it waits, then pauses the rollout for a
/// person, and never lets it pass.
/// </summary>
internal sealed class AnalysisStep(
    Leader leader, AnalysisPlan plan, RolloutRequest request, Revision candidate, RolloutTime time)
{
    /// <summary>Null when the candidate may go on.</summary>
    /// <param name="step">Of the strategy's steps, how many were taken.</param>
    /// <param name="duration">How long it is watched at least.</param>
    /// <param name="watched">How long the candidate had its weight already, when a paused rollout goes on.</param>
    /// <param name="cancellationToken">Ends the watching.</param>
    public async Task<RolloutResult?> RunAsync(
        int step, TimeSpan duration, TimeSpan watched, CancellationToken cancellationToken)
    {
        var judge = await OpenAsync(cancellationToken);
        var before = await ReadAsync(cancellationToken);
        var (began, isTold) = (time.Clock.GetTimestamp(), false);
        while (true)
        {
            await Task.Delay(Shorter(time.Options.LookForErrorsEvery, duration), time.Clock, cancellationToken);
            var now = await ReadAsync(cancellationToken);
            if (await FindCrashAsync(now, cancellationToken) is { } crash)
                return await leader.AbortAsync(candidate, crash, cancellationToken);
            if (await leader.PauseIfAskedAsync(candidate, step, now, cancellationToken) is { } asked)
                return asked;
            if (now.Traffic!.Epoch != before.Traffic!.Epoch)
                (before, began, watched) = (now, time.Clock.GetTimestamp(), TimeSpan.Zero);
            var elapsed = time.Clock.GetElapsedTime(began);
            await judge.LookAsync(Look(before, now), cancellationToken);
            var strict = judge.Judge(plan.AbortConfidence);
            if (strict.Worst == Outcome.Failed)
                return await leader.AbortAsync(candidate, Reason(strict), cancellationToken);
            // Passing is judged at the confidence that the criteria ask for; failing at that is not enough to abort yet.
            var report = judge.Judge();
            await leader.ReportAsync(
                new RolloutReport(candidate.Number, step, report) { Needs = judge.Needs() }, cancellationToken);
            if (elapsed + watched < duration)
                continue;
            if (!report.Fails && report.Worst != Outcome.Skipped)
                return await PassAsync(report, cancellationToken);
            if (elapsed >= duration * time.Options.MostTimesInconclusive)
            {
                var halt = new Halt(step, Untold(report, judge), judge.RequestsWanted) { Wait = RolloutWait.Analysis };
                return await leader.PauseAsync(candidate, halt, cancellationToken);
            }

            isTold = isTold || await TellAsync(Untold(report, judge), cancellationToken);
        }
    }

    /// <summary>Lets time pass; null unless the candidate ends meanwhile, or somebody asks for a pause.</summary>
    public async Task<RolloutResult?> RestAsync(int step, TimeSpan duration, CancellationToken cancellationToken)
    {
        var began = time.Clock.GetTimestamp();
        while (time.Clock.GetElapsedTime(began) < duration)
        {
            await Task.Delay(Shorter(time.Options.LookForErrorsEvery, duration), time.Clock, cancellationToken);
            var now = await ReadAsync(cancellationToken);
            if (await FindCrashAsync(now, cancellationToken) is { } crash)
                return await leader.AbortAsync(candidate, crash, cancellationToken);
            if (await leader.PauseIfAskedAsync(candidate, step, now, cancellationToken) is { } asked)
                return asked;
        }

        return null;
    }

    /// <summary>The gateway tells of servers that it starts; of others, their engine does.</summary>
    private async Task<string?> FindCrashAsync(EnvironmentStatus now, CancellationToken cancellationToken)
    {
        var present = now.Document.Find(candidate.Number)!;
        return RevisionWatch.CrashOf(present) ?? await leader.Ports.Engine.FindTroubleAsync(present, cancellationToken);
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

    private async Task<AnalysisJudge> OpenAsync(CancellationToken cancellationToken)
    {
        var rows = request.Rows.Count > 0 ? request.Rows : await KeptRows.ReadAsync(candidate, cancellationToken);
        return new AnalysisJudge(request.Analysis, request.Analyses, new AnalysisRequest(new Criterion.AtMost(0))
        {
            Rows = rows,
            Folder = request.Folder,
            Answers = leader.Ports.Answers,
            Outcomes = request.Outcomes,
            Clock = time.Clock,
        });
    }

    /// <summary>Since the weight was set; since the first look where the gateway keeps no such count.</summary>
    private AnalysisLook Look(EnvironmentStatus before, EnvironmentStatus now)
    {
        var document = now.Document;
        var baseline = document.Rollout?.Baseline ?? before.Traffic!;
        var seen = now.Traffic!.Since(baseline);
        return new AnalysisLook(View(candidate.Number), document.Stable is { } stable ? View(stable) : null)
        {
            IsMirrored = document.Mirror is not null,
            AnswersClients = document.Weight > 0,
        };

        RevisionView View(int number) =>
            new(document.Find(number)!, seen.Of(number)) { Before = baseline.Of(number).Predictions };
    }

    private static string Untold(CheckReport report, AnalysisJudge judge) => $"{Reason(report)} {judge.Needs()}".TrimEnd();

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
/// <param name="AbortConfidence">
/// Of one criterion in one analysis: what all of them may spend together, in equal parts (Bonferroni).
/// </param>
internal sealed record AnalysisPlan(double AbortConfidence)
{
    public static AnalysisPlan Of(RolloutRequest request, IEnumerable<StepSpec> steps, double falseAborts)
    {
        var tests = Math.Max(1, steps.Count(x => x is StepSpec.Analyze) * request.Analysis.Count);
        return new AnalysisPlan(1 - (falseAborts / tests));
    }
}
