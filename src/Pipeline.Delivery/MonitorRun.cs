using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Data.Outcomes;
using Pipeline.Delivery.Programs;
using Pipeline.Delivery.Monitoring;
using Pipeline.Delivery.Reports;
using Pipeline.Deployment.Rollback;
using Pipeline.Environments;
using Pipeline.Evaluation;
using Pipeline.Models.Predictions;
using Pipeline.Monitoring;
using Pipeline.Monitoring.Alerts;
using Pipeline.Monitoring.Costs;
using Pipeline.Monitoring.Drift;
using Pipeline.Monitoring.Performance;
using Pipeline.Monitoring.Rules;
using Pipeline.Monitoring.Windows;

namespace Pipeline.Delivery;

/// <summary>Watches a model in its environments: makes windows of what is new, judges them, and tells people.</summary>
internal sealed class MonitorRun(DeliveryContext context, EnvironmentsFile file)
{
    /// <summary>Of windows that are over, as many are read to judge the next one by.</summary>
    private const int MostWindows = 200;

    private const int MostShown = 100;

    private DeliveryRequest Request => context.Request;

    private ModelWorkspace Workspace => context.Workspace;

    private MonitoringSection Section => Workspace.Manifest.Find<MonitoringSection>() ?? new MonitoringSection();

    private Environments Environments => new(Workspace.Place, file, new ProgramPackages(Request), Request.Actor);

    /// <param name="every">Looks again so long after each look, until it is cancelled; null for once.</param>
    /// <param name="outcomes">A file with what came true; null for what servers were told alone.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FailedVerdictException">An alert of severity error fires; never where it looks again.</exception>
    public async Task MonitorAsync(
        TimeSpan? every, string? outcomes, CancellationToken cancellationToken)
    {
        await RequireKnownMetricsAsync(cancellationToken);
        while (true)
        {
            var failed = new List<CheckResult>();
            var known = outcomes is null ? [] : await ReadAsync(outcomes, cancellationToken);
            foreach (var environment in file.Select(Request.Environment))
            {
                var site = file.Site(environment, Workspace.Name);
                if (EnvironmentsFile.IsKnown(site.Folder))
                    failed.AddRange(await LookAsync(environment, site.Folder, known, cancellationToken));
                else
                    Request.Face.Say($"Nothing runs in {environment}, and nothing ever did.");
            }

            if (every is not { } pause)
            {
                if (new CheckReport(failed) is { Fails: true } report)
                    throw new FailedVerdictException($"production of {Workspace.Name}", report);
                return;
            }

            await Task.Delay(pause, Request.Clock, cancellationToken);
        }
    }

    /// <summary>How far two windows of an environment are from each other, column by column.</summary>
    /// <param name="windows">The times that they begin at, the earlier one as the reference.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task CompareAsync(IReadOnlyList<DateTimeOffset> windows, CancellationToken cancellationToken)
    {
        var environment = file.SelectOne(Request.Environment);
        var store = new WindowStore(file.Site(environment, Workspace.Name).Folder.Monitoring);
        var ledger = await store.ReadLedgerAsync(cancellationToken);
        var found = new List<WindowDocument>();
        foreach (var time in windows)
        {
            var entry = ledger.Windows.Where(x => x.IsClosed && !x.Series.IsShadow && x.From <= time && time < x.To)
                .MaxBy(x => x.Rows);
            var window = entry is null ? null : await store.FindAsync(entry.Series, entry.From, cancellationToken);
            found.Add(window ?? throw new InvalidInputException([new Problem(
                $"{environment} of {Workspace.Name} has no window at {Moment(time)}.", Known(ledger))]));
        }

        var report = DriftDetector.Compare(
            [.. found[0].InputProfiles, .. found[0].OutputProfiles],
            [.. found[1].InputProfiles, .. found[1].OutputProfiles],
            new DriftDetectionOptions());
        Request.Face.Write([
            $"{environment} of {Workspace.Name}: {Moment(found[0].From)} ({found[0].Rows} rows) and "
            + $"{Moment(found[1].From)} ({found[1].Rows} rows)",
        ]);
        Request.Face.Write(MonitorTables.OfDrift(report));
    }

    private static string Known(WindowLedger ledger)
    {
        var closed = ledger.Windows.Where(x => x.IsClosed && !x.Series.IsShadow).ToList();
        return closed.Count == 0
            ? "It has none yet; run Monitor."
            : $"There are {closed.Count}, from {Moment(closed.Min(x => x.From))} to {Moment(closed.Max(x => x.To))}.";
    }

    private async Task<IReadOnlyList<KnownOutcome>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var session = await context.RegistryAsync(cancellationToken);
        var champion = await session.FindChampionAsync(cancellationToken);
        var model = champion is null ? null : await session.FindWatchedAsync(champion.Digest, cancellationToken);
        if (model is null)
            throw new InvalidInputException([new Problem("There is no champion whose outcomes these could be.", "Release it.")]);
        return OutcomeFile.Read(
            Path.GetFullPath(path, Request.Root), model.Signature, new OutcomeColumns(), Request.Clock.GetUtcNow()).OrThrow();
    }

    private async Task RequireKnownMetricsAsync(CancellationToken cancellationToken)
    {
        var metrics = (await Workspace.Parts.MetricsAsync(cancellationToken))
            .Where(x => x.Task == Workspace.Manifest.Frame.Task).Select(x => x.Name).ToList();
        List<string> known =
        [
            .. WindowFigures.Names, .. metrics, .. metrics.Select(x => PerformanceReading.EstimatedPrefix + x),
            PerformanceReading.CalibrationError, .. ServerMeasurements.Names,
        ];
        var problems = (Section.Rules ?? []).OfType<MetricRule>().Where(x => !known.Contains(x.Metric))
            .Select(x => Workspace.Manifest.Locate($"{Workspace.Manifest.PathOf(x)}.metric").Problem(
                $"'{x.Metric}' is measured of no window.", NearestNames.Hint(x.Metric, known)))
            .ToList();
        if (problems.Count > 0)
            throw new InvalidInputException(problems);
    }

    /// <returns>What alerts of severity error that fire rest on.</returns>
    private async Task<IReadOnlyList<CheckResult>> LookAsync(
        string environment, EnvironmentFolder folder, IReadOnlyList<KnownOutcome> outcomes, CancellationToken cancellationToken)
    {
        var session = await context.RegistryAsync(cancellationToken);
        var models = new RegisteredModels(session);
        var store = new WindowStore(folder.Monitoring);
        var evaluation = Workspace.Manifest.Get<EvaluationSection>();
        var maker = new WindowMaker(store, models, Section, Request.Clock)
        {
            Measurer = new RowsMeasurer(
                await Workspace.Parts.MetricsAsync(cancellationToken),
                evaluation.Fairness,
                new PerformanceOptions
                {
                    Resamples = evaluation.Bootstrap.Resamples,
                    Confidence = evaluation.Bootstrap.Confidence,
                    Seed = evaluation.Bootstrap.Seed,
                }),
        };
        var problems = new ToldProblems(Request.Face);
        var log = await Environments.BringPredictionsAsync(environment, cancellationToken);
        var made = await maker.MakeAsync(log, outcomes, problems, cancellationToken);
        Request.Face.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{environment}: {made.Reading.Predictions} new predictions and {made.Reading.Feedback} outcomes; "
            + $"{made.Windows.Count} windows made."));
        if (await FindSeriesAsync(environment, store, session, cancellationToken) is not { } series
            || await models.FindAsync(series.Model, cancellationToken) is not { } model)
        {
            Request.Face.Warn($"No model of this registry has answered in {environment} for a whole window yet.");
            return [];
        }

        var look = new ServerLook(Section, evaluation.Prices, Request);
        using var open = Environments.Open(environment);
        var used = await look.LookAsync(open, folder.Monitoring, cancellationToken);
        var servers = look.Sum(used);
        var windows = ServerLook.Add(await ReadAsync(store, series, problems, cancellationToken), used, servers);
        var judged = Judge(model, windows);
        var alerts = new AlertFolder(folder.Monitoring, Request.Face.Warn);
        var before = await alerts.ReadAsync(cancellationToken);
        var book = await alerts.ChangeAsync(
            x => judged.Aggregate(x, (now, window) => now.Take(RoundOf(environment, window, judged))), cancellationToken);
        await ActAsync(environment, before, book, cancellationToken);
        var delivered = await AlertsRun.Delivery(Request, file, Workspace.Name, environment).DeliverAsync(cancellationToken);
        foreach (var failure in delivered.Where(x => x.Failure is not null))
            Request.Face.Warn($"{failure.Title} ({failure.Kind}) was not told, and will be: {failure.Failure}.");
        var document = Document(environment, model, judged, book, made) with { Servers = servers };
        await WriteAsync(document, cancellationToken);
        Show(document, book);
        var firing = book.Open.Where(x => x is { State: AlertState.Firing, Severity: Severity.Error })
            .Select(x => x.Fingerprint).ToHashSet();
        return judged.Count == 0 ? [] :
        [
            .. judged[^1].Results.Where(x => x.Result.Fails && firing.Contains(SubjectOf(environment, x).Fingerprint))
                .Select(x => x.Result),
        ];
    }

    /// <summary>That of the model that answers now; where that cannot be known, of the one that answered last.</summary>
    private async Task<WindowSeries?> FindSeriesAsync(
        string environment, WindowStore store, RegistrySession session, CancellationToken cancellationToken)
    {
        var status = await Environments.StatusAsync(environment, events: 0, cancellationToken);
        var ledger = await store.ReadLedgerAsync(cancellationToken);
        var closed = ledger.Windows.Where(x => x is { IsClosed: true, Series.IsShadow: false }).ToList();
        if (status?.Document.Find(status.Document.Stable)?.Version is { } version
            && await session.FindVersionAsync(version.Number, cancellationToken) is { } registered
            && closed.Exists(x => x.Series.Model == registered.Digest))
            return new WindowSeries(registered.Digest, IsShadow: false);
        return closed.MaxBy(x => x.To)?.Series;
    }

    /// <summary>All windows of a time length to the last that is over, those without traffic among them.</summary>
    private async Task<IReadOnlyList<WindowDocument>> ReadAsync(
        WindowStore store, WindowSeries series, IProgress<Problem> problems, CancellationToken cancellationToken)
    {
        var windows = await store.ReadAsync(
            series, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, problems, cancellationToken);
        windows = [.. windows.TakeLast(MostWindows)];
        if (Section.Window.Time is not { } length || windows.Count == 0)
            return windows;
        var known = windows.ToDictionary(x => x.From);
        var over = Request.Clock.GetUtcNow() - Section.Wait;
        var all = new List<WindowDocument>();
        for (var from = windows[0].From; from + length <= over; from += length)
            all.Add(known.GetValueOrDefault(from) ?? WindowDocument.Without(windows[0], from, from + length));
        return [.. all.TakeLast(MostWindows)];
    }

    private List<JudgedWindow> Judge(WatchedModel model, IReadOnlyList<WindowDocument> windows)
    {
        var judge = new RuleJudge(Section, model);
        return [.. windows.Select((window, place) => judge.Judge(window, [.. windows.Take(place)]))];
    }

    private AlertRound RoundOf(string environment, JudgedWindow judged, IReadOnlyList<JudgedWindow> all)
    {
        var before = all.TakeWhile(x => x != judged).LastOrDefault();
        var causes = Causes(judged, before);
        var rules = Section.Rules ?? StandardRules.All;
        return new AlertRound(judged.Window.To, [
            .. judged.Results.Where(x => x.Result.Verdict.Outcome is Outcome.Passed or Outcome.Failed or Outcome.Errored)
                .Select(x => new AlertEvidence(SubjectOf(environment, x), x.Result.Verdict)
                {
                    Severity = x.Rule.Severity,
                    Policy = AlertPolicy.Of(x.Rule),
                    Series = AlertSeries.Of(x.Series, x.Result.Check.Criterion),
                    Causes = x.Rule is DriftRule or QualityRule
                        ? [.. causes.Where(cause => cause.Kind == AlertCauseKind.Release)]
                        : causes,
                    Next = NextOf(environment, causes),
                }),
        ])
        {
            Rules = [.. rules.Select(x => x.Id)],
        };
    }

    private AlertSubject SubjectOf(string environment, RuleResult result) =>
        AlertSubject.Of(Workspace.Name, environment, result.Rule.Id, result.Result.Measurement);

    private static List<AlertCause> Causes(JudgedWindow judged, JudgedWindow? before)
    {
        const int Most = 5;
        var revisions = judged.Window.Revisions.Except(before?.Window.Revisions ?? judged.Window.Revisions).ToList();
        return
        [
            .. revisions.Select(x => new AlertCause(
                AlertCauseKind.Release,
                string.Create(CultureInfo.InvariantCulture, $"Revision {x} began to answer in the same window."))),
            .. (judged.Drift?.Drifted ?? []).OrderBy(x => x.PValue ?? 0).ThenByDescending(x => x.Value).Take(Most)
                .Select(x => new AlertCause(AlertCauseKind.Drift, x.Verdict.Reason)),
            .. judged.Results.Where(x => x is { Rule: QualityRule, Result.Verdict.Outcome: Outcome.Failed }).Take(Most)
                .Select(x => new AlertCause(AlertCauseKind.Quality, x.Result.Verdict.Reason)),
        ];
    }

    private static string NextOf(string environment, IReadOnlyList<AlertCause> causes) =>
        causes.Any(x => x.Kind == AlertCauseKind.Release)
            ? $"./build.sh Rollback --environment {environment}"
            : $"./build.sh Monitor --environment {environment}";

    /// <summary>What rules have an alert do by itself, once for each alert that began to fire.</summary>
    private async Task ActAsync(string environment, AlertBook before, AlertBook after, CancellationToken cancellationToken)
    {
        var known = before.Open.Where(x => x.State == AlertState.Firing).Select(x => x.Number).ToHashSet();
        var rules = (Section.Rules ?? StandardRules.All).ToDictionary(x => x.Id, StringComparer.Ordinal);
        foreach (var alert in after.Open.Where(x => x.State == AlertState.Firing && !known.Contains(x.Number)))
        {
            if (rules.GetValueOrDefault(alert.Subject.Rule) is not { OnAlert: { } action } rule)
                continue;
            var last = before.Resolved.Where(x => x.Subject.Rule == rule.Id).Max(x => x.FiringSince);
            if (last is { } time && alert.FiringSince - time < rule.CoolDown)
                Request.Face.Warn($"'{rule.Id}' fires again within its cool-down: nothing is done by itself.");
            else
                await ActAsync(environment, action, alert, cancellationToken);
        }
    }

    private async Task ActAsync(string environment, AlertAction action, Alert alert, CancellationToken cancellationToken)
    {
        var reason = $"alert {alert.Fingerprint}: {alert.What}";
        try
        {
            if (action == AlertAction.Hold)
                await Environments.PauseAsync(environment, reason, cancellationToken);
            else if (action == AlertAction.Rollback)
                await Environments.RollbackAsync(
                    environment, new RollbackRequest(Request.Actor) { Reason = reason, TakeOver = true }, cancellationToken);
            else
                Request.Face.Output("retrain", "true");
            Request.Face.Say($"{environment}: {action.ToString().ToLowerInvariant()}, by {reason}");
        }
        catch (Exception exception) when (FailureKinds.Of(exception) != FailureKind.Other)
        {
            Request.Face.Warn($"{environment}: {action.ToString().ToLowerInvariant()} was not possible: {exception.Message}");
        }
    }

    private MonitorDocument Document(
        string environment, WatchedModel model, List<JudgedWindow> judged, AlertBook book, WindowsMade made)
    {
        var shown = judged.TakeLast(MostShown).ToList();
        var last = shown.LastOrDefault(x => x.Drift is not null && x.Window.Rows > 0);
        return new MonitorDocument
        {
            Model = Workspace.Name,
            Version = model.Version,
            Environment = environment,
            At = Request.Clock.GetUtcNow(),
            Length = $"{Section.Window}",
            Windows = [.. shown.Select(x => new MonitoredWindow
            {
                From = x.Window.From,
                To = x.Window.To,
                Predictions = x.Window.Predictions,
                Outcomes = x.Window.Outcomes.Matched,
                RefusedRequests = x.Window.RefusedRequests,
                Revisions = x.Window.Revisions,
                Faults = FaultShares.Of(x.Window),
                Measurements = MonitoredWindow.Shown(WindowFigures.Of(x.Window, x.Drift), x.Results),
                Worst = x.Results.Select(y => y.Result.Verdict.Outcome).DefaultIfEmpty(Outcome.Skipped).Max(),
            })],
            Rules = shown.Count == 0 ? [] : [.. shown[^1].Results.Select(x => new MonitoredRule(x.Rule.Id, x.Result)
            {
                Series = x.Series,
            })],
            Drift = last?.Drift,
            DriftOverTime = (last?.Drift?.Columns ?? []).ToDictionary(
                x => x.Column,
                x => (IReadOnlyList<DriftPoint?>)
                    [.. shown.Select(y => DriftPoint.Of(y.Drift?.Columns.FirstOrDefault(z => z.Column == x.Column)))]),
            Alerts = book.Open,
            UnknownOutcomes = made.UnknownOutcomes,
            LateOutcomes = made.LateOutcomes,
            Notes = shown.Count == 0 ? [] : shown[^1].Window.Notes,
        };
    }

    private Task WriteAsync(MonitorDocument document, CancellationToken cancellationToken) =>
        MonitorFiles.WriteAsync(Workspace.Artifacts, document, cancellationToken);

    private void Show(MonitorDocument document, AlertBook book)
    {
        Request.Face.Write(MonitorTables.OfWindows(document));
        if (document.Rules.Any(x => x.Result.Verdict.Outcome > Outcome.Inconclusive))
            Request.Face.Write(MonitorTables.OfRules(document));
        if (book.Open.Count > 0)
            Request.Face.Write(AlertsTable.Of(book, document.At));
        if (MonitorTables.OfCosts(document) is { } costs)
            Request.Face.Say(costs);
        foreach (var note in document.Notes)
            Request.Face.Say(note);
    }

    private static string Moment(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);

    /// <summary>The registry's models.</summary>
    private sealed class RegisteredModels(RegistrySession session) : IWatchedModels
    {
        public Task<WatchedModel?> FindAsync(Digest digest, CancellationToken cancellationToken) =>
            session.FindWatchedAsync(digest, cancellationToken);
    }

    private sealed class ToldProblems(IDeliveryFace face) : IProgress<Problem>
    {
        public void Report(Problem value) => face.Warn($"{value}");
    }
}
