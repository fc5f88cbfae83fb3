using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Data.Outcomes;
using Pipeline.Data.Schemas;
using Pipeline.Delivery.Reports;
using Pipeline.Environments;
using Pipeline.Evaluation;
using Pipeline.Models.Predictions;
using Pipeline.Monitoring;
using Pipeline.Monitoring.Alerts;
using Pipeline.Monitoring.Rules;
using Pipeline.Monitoring.Windows;

namespace Pipeline.Delivery.Monitoring;

/// <summary>Watches a model in its environments: makes windows of what is new, judges them, and tells people.</summary>
internal sealed class MonitorRun(DeliveryContext context, EnvironmentsFile file)
{
    /// <summary>What servers hash keys under, so that outcomes by key find their predictions.</summary>
    private const string KeySecretVariable = "PIPELINE_SERVING_KEY_SECRET";

    private DeliveryRequest Request => context.Request;

    private ModelWorkspace Workspace => context.Workspace;

    private MonitoringSection Section => Workspace.Manifest.Find<MonitoringSection>() ?? new MonitoringSection();

    private IReadOnlyList<RuleSpec> Rules => Section.Rules ?? StandardRules.All;

    private Environments Environments => new(Workspace.Place, file, Request);

    /// <param name="every">Looks again so long after each look, until it is cancelled; null for once.</param>
    /// <param name="outcomes">A file with what came true; null for what servers were told alone.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FailedVerdictException">An alert of severity error fires; never where it looks again.</exception>
    public async Task MonitorAsync(
        TimeSpan? every, string? outcomes, CancellationToken cancellationToken)
    {
        await new MonitoredMetrics(Workspace, Section).RequireKnownAsync(cancellationToken);
        using var measurer = await new MeasurerMaker(context, Section).MakeAsync(cancellationToken);
        while (true)
        {
            var failed = new List<CheckResult>();
            var known = outcomes is null ? [] : await ReadAsync(outcomes, cancellationToken);
            foreach (var environment in file.Select(Request.Environment))
            {
                var site = file.Site(environment, Workspace.Name);
                if (EnvironmentsFile.IsKnown(site.Folder))
                    failed.AddRange(await LookAsync(environment, site.Folder, known, measurer, cancellationToken));
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

    private async Task<IReadOnlyList<KnownOutcome>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var session = await context.RegistryAsync(cancellationToken);
        var champion = await session.FindChampionAsync(cancellationToken);
        var model = champion is null ? null : await session.FindWatchedAsync(champion.Digest, cancellationToken);
        if (model is null)
            throw new InvalidInputException([new Problem("There is no champion whose outcomes these could be.", "Release it.")]);
        var columns = new OutcomeColumns
        {
            Key = Section.OutcomeKey,
            KeySecret = Environment.GetEnvironmentVariable(KeySecretVariable) ?? "",
            Groups = model.ProtectedBeside,
        };
        return OutcomeFile.Read(
            Path.GetFullPath(path, Request.Root), model.Signature, columns, Request.Clock.GetUtcNow()).OrThrow();
    }

    /// <returns>What alerts of severity error that fire rest on.</returns>
    private async Task<IReadOnlyList<CheckResult>> LookAsync(
        string environment,
        EnvironmentFolder folder,
        IReadOnlyList<KnownOutcome> outcomes,
        RowsMeasurer measurer,
        CancellationToken cancellationToken)
    {
        var session = await context.RegistryAsync(cancellationToken);
        var models = new RegisteredModels(session);
        var store = new WindowStore(folder.Monitoring);
        var problems = new ToldProblems(Request.Face);
        var windowMaker = new WindowMaker(store, models, Section, Request.Clock) { Measurer = measurer };
        var made = await MakeAsync(environment, windowMaker, outcomes, problems, cancellationToken);
        var reading = new WindowReading(store, Section, Request.Clock);
        var status = await Environments.StatusAsync(environment, events: 0, cancellationToken);
        var (series, isLive) = await reading.FindSeriesAsync(status?.Document, session, cancellationToken);
        if (series is null
            || await models.FindAsync(series.Model, cancellationToken) is not { } model)
        {
            Request.Face.Warn($"No model of this registry has answered in {environment} for a whole window yet.");
            return [];
        }

        var serverLook = new ServerLook(Section, Workspace.Manifest.Get<EvaluationSection>().Prices, Request);
        using var open = Environments.Open(environment);
        var used = await serverLook.LookAsync(open, folder.Monitoring, cancellationToken);
        var servers = serverLook.Sum(used);
        var windows = ServerLook.Add(await reading.ReadAsync(series, problems, cancellationToken), used, servers);
        var drift = await WindowDrift.OpenAsync(store, model.Reference, windows, cancellationToken);
        var judge = new RuleJudge(Section, model, drift) { Expected = Workspace.Manifest.Get<DataSection>().Expect };
        List<JudgedWindow> judged = [.. windows.Select((window, place) => judge.Judge(window, [.. windows.Take(place)]))];
        await drift.SaveAsync(store, cancellationToken);
        var now = Request.Clock.GetUtcNow();
        var ledger = await store.ReadLedgerAsync(cancellationToken);
        var look = new Look(now, judged, Freshness.Judge(Rules, ledger, now));
        var rounds = new AlertRounds(Workspace.Name, environment, Rules);
        var book = await AlertAsync(environment, folder, rounds, look, isLive, cancellationToken);
        var maker = new MonitorDocumentMaker(Workspace.Name, Section.Window);
        var document = maker.Make(environment, model, look, book, made) with { Servers = servers };
        await MonitorFiles.WriteAsync(Workspace.Artifacts, document, cancellationToken);
        Show(document, book);
        return rounds.Failing(look, book);
    }

    private async Task<WindowsMade> MakeAsync(
        string environment,
        WindowMaker maker,
        IReadOnlyList<KnownOutcome> outcomes,
        IProgress<Problem> problems,
        CancellationToken cancellationToken)
    {
        var log = await Environments.BringPredictionsAsync(environment, cancellationToken);
        var made = await maker.MakeAsync(log, outcomes, problems, cancellationToken);
        Request.Face.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{environment}: {made.Reading.Predictions} new predictions and {made.Reading.Feedback} outcomes; "
            + $"{made.Windows.Count} windows made."));
        return made;
    }

    /// <summary>
    /// Verdicts become alerts, alerts act, and people are told. What does not answer any more is not acted upon: the model that
    /// answers has no window yet.
    /// </summary>
    private async Task<AlertBook> AlertAsync(
        string environment,
        EnvironmentFolder folder,
        AlertRounds rounds,
        Look look,
        bool isLive,
        CancellationToken cancellationToken)
    {
        var alerts = new AlertFolder(folder.Monitoring, Request.Face.Warn);
        var book = await alerts.ChangeAsync(
            x => rounds.Of(look).Aggregate(x, (now, round) => now.Take(round)), cancellationToken);
        if (isLive)
        {
            var target = new EnvironmentTarget(context, file, environment);
            var actions = new AlertActions(Request, target, alerts, Rules);
            book = await actions.ActAsync(environment, book, cancellationToken);
        }

        var delivered = await AlertsRun.Delivery(Request, file, Workspace.Name, environment).DeliverAsync(cancellationToken);
        foreach (var failure in delivered.Where(x => x.Failure is not null))
            Request.Face.Warn($"{failure.Title} ({failure.Kind}) was not told, and will be: {failure.Failure}.");
        return book;
    }

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

    /// <summary>The registry's models, each looked for once.</summary>
    private sealed class RegisteredModels(RegistrySession session) : IWatchedModels
    {
        private readonly Dictionary<Digest, WatchedModel?> _found = [];

        public async Task<WatchedModel?> FindAsync(Digest digest, CancellationToken cancellationToken)
        {
            if (!_found.TryGetValue(digest, out var model))
                _found[digest] = model = await session.FindWatchedAsync(digest, cancellationToken);
            return model;
        }
    }

    private sealed class ToldProblems(IDeliveryFace face) : IProgress<Problem>
    {
        public void Report(Problem value) => face.Warn($"{value}");
    }
}
