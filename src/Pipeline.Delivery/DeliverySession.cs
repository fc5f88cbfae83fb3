using Pipeline.Core.Problems;
using Pipeline.Delivery.Explanations;
using Pipeline.Delivery.Monitoring;
using Pipeline.Delivery.Reports;
using Pipeline.Delivery.Runs;

namespace Pipeline.Delivery;

/// <summary>
/// One run of a delivery: whatever it is asked for, it reads the manifest once and opens the registry once. Each call does one
/// thing wholly, says on its face what came of it, and throws where that is bad news.
/// </summary>
/// <param name="request">On what it works, and how.</param>
public sealed class DeliverySession(DeliveryRequest request) : IAsyncDisposable
{
    private DeliveryContext? _context;
    private RegistrySession? _registry;

    /// <summary>
    /// Writes the manifest of a new model from its data, with gates from a first training; nothing that is there is overwritten.
    /// </summary>
    /// <exception cref="InvalidInputException">The data cannot be made a model of as it was asked for.</exception>
    public Task InitAsync(InitRequest init, CancellationToken cancellationToken) =>
        new InitRun(request, init).RunAsync(cancellationToken);

    /// <summary>Holds the dataset against its schema and expectations.</summary>
    /// <param name="quarantines">Copies rows that fail a check to a file; the data is read again for that.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FailedVerdictException">The dataset does not pass.</exception>
    public async Task ValidateDataAsync(bool quarantines, CancellationToken cancellationToken) =>
        await new DataRun(await OpenAsync(cancellationToken)).ValidateAsync(quarantines, cancellationToken);

    /// <summary>Says what the values are like, and proposes what the manifest does not say of its columns yet.</summary>
    /// <param name="writes">Puts the proposal into the manifest.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task ProfileDataAsync(bool writes, CancellationToken cancellationToken)
    {
        // What is done with the data need not be in the manifest yet, and what is written makes another manifest of it.
        var context = await DeliveryContext.OpenAsync(request, ModelWorkspace.DataSchema, RegistryAsync, cancellationToken);
        await new ProfileRun(context).ProfileAsync(writes, cancellationToken);
        _context = writes ? null : _context;
    }

    /// <summary>Keeps the dataset as it is now, in DVC's own format.</summary>
    public async Task SnapshotDataAsync(CancellationToken cancellationToken) =>
        await new DataRun(await OpenAsync(cancellationToken)).SnapshotAsync(cancellationToken);

    /// <summary>Copies the dataset's version to the remote of <c>.dvc/config</c>.</summary>
    public async Task PushDataAsync(CancellationToken cancellationToken) =>
        await new DataRun(await OpenAsync(cancellationToken)).PushAsync(cancellationToken);

    /// <summary>Brings the version that the dataset's pointer names.</summary>
    public async Task PullDataAsync(CancellationToken cancellationToken) =>
        await new DataRun(await OpenAsync(cancellationToken)).PullAsync(cancellationToken);

    /// <summary>Trains the model on the train rows.</summary>
    public async Task TrainAsync(CancellationToken cancellationToken) =>
        await new ModelRun(await OpenAsync(cancellationToken)).TrainAsync(cancellationToken);

    /// <summary>Judges the model by the test rows and its gates.</summary>
    /// <exception cref="FailedVerdictException">The model does not pass; its card and report say so.</exception>
    public async Task EvaluateAsync(CancellationToken cancellationToken) =>
        await new ModelRun(await OpenAsync(cancellationToken)).EvaluateAsync(cancellationToken);

    /// <summary>Says of single answers of the model that was trained last what each input adds to them.</summary>
    /// <param name="row">A test row's number from 1 on, an object or a list in JSON, or a file with one.</param>
    /// <param name="isJson">Writes one line of JSON for each row and no table.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidInputException">There is no such row, or it is not one of the model's.</exception>
    public async Task ExplainAsync(string row, bool isJson, CancellationToken cancellationToken) =>
        await new ExplainRun(await OpenAsync(cancellationToken)).ExplainAsync(row, isJson, cancellationToken);

    /// <summary>Gives the model its version, and keeps everything that belongs to it.</summary>
    public async Task RegisterAsync(CancellationToken cancellationToken) =>
        await new ModelRun(await OpenAsync(cancellationToken)).RegisterAsync(cancellationToken);

    /// <summary>Writes the card of the registered version.</summary>
    public async Task WriteModelCardAsync(CancellationToken cancellationToken) =>
        await new ModelRun(await OpenAsync(cancellationToken)).WriteCardAsync(cancellationToken);

    /// <summary>Writes the technical documentation that the AI Act asks for, and says what of it is missing.</summary>
    /// <param name="isStrict">What is missing fails the build.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FailedVerdictException">Something is missing, and that fails the build.</exception>
    public async Task WriteDossierAsync(bool isStrict, CancellationToken cancellationToken) =>
        await new DossierRun(await OpenAsync(cancellationToken)).WriteAsync(isStrict, cancellationToken);

    /// <summary>Packages the model into a container image.</summary>
    public async Task PackageAsync(CancellationToken cancellationToken) =>
        await new ModelRun(await OpenAsync(cancellationToken)).PackageAsync(cancellationToken);

    /// <summary>Writes the image and its environments as files for Compose, Kubernetes and KServe; nothing is applied.</summary>
    /// <exception cref="InvalidInputException">environments.yml does not say where the image is pulled from.</exception>
    public async Task WriteManifestsAsync(CancellationToken cancellationToken) =>
        await new ManifestsRun(await OpenAsync(cancellationToken)).WriteAsync(cancellationToken);

    /// <summary>Rolls the image out to the environments in their order; the first that does not take it ends it.</summary>
    /// <param name="again">Rolls out also what a person took back.</param>
    /// <param name="cancellationToken">Leaves a rollout where it is.</param>
    /// <exception cref="FailedVerdictException">An environment did not take it.</exception>
    /// <exception cref="PausedRolloutException">A rollout waits for a person.</exception>
    public async Task DeployAsync(bool again, CancellationToken cancellationToken) =>
        await new DeployRun(await OpenAsync(cancellationToken)).DeployAsync(again, cancellationToken);

    /// <summary>Says of a release what a person wants to know: the verdict, what is out, where, and the way back.</summary>
    public async Task SummarizeReleaseAsync(CancellationToken cancellationToken) =>
        await new OverviewRun(await OpenAsync(cancellationToken)).SummarizeAsync(cancellationToken);

    /// <summary>Says what a release would run and why, and how long each step took when it last ran. Runs nothing.</summary>
    public async Task PlanReleaseAsync(CancellationToken cancellationToken) =>
        await new OverviewRun(await OpenAsync(cancellationToken)).PlanAsync(cancellationToken);

    /// <summary>Lists the versions of the model and what became of them.</summary>
    /// <param name="at">A moment of the past, such as "2026-01-31T12:00:00Z"; null for now.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task ShowRegistryAsync(string? at, CancellationToken cancellationToken) =>
        await new OverviewRun(await OpenAsync(cancellationToken)).ShowRegistryAsync(at, cancellationToken);

    /// <summary>Lists the trainings of the model that fulfil a condition, also those that failed.</summary>
    public Task ListRunsAsync(RunListRequest runs, CancellationToken cancellationToken) =>
        new RunsRun(request, RegistryAsync).ListAsync(runs, cancellationToken);

    /// <summary>Holds runs against each other: what differs, and how much better one is on the test rows of both.</summary>
    /// <param name="runs">Ids or their first digits, separated by commas; null for the champion and the last run.</param>
    /// <param name="where">Which other runs the page shows; null for all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task CompareRunsAsync(string? runs, string? where, CancellationToken cancellationToken) =>
        await new CompareRun(await OpenAsync(cancellationToken)).CompareAsync(runs, where, cancellationToken);

    /// <summary>Puts a tag on a run, or takes one off.</summary>
    /// <param name="run">The first digits of its id.</param>
    /// <param name="tag">As "stage=candidate"; null where one is taken off.</param>
    /// <param name="removed">The name of the tag to take off; null where one is put on.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task TagRunAsync(string run, string? tag, string? removed, CancellationToken cancellationToken) =>
        new RunsRun(request, RegistryAsync).TagAsync(run, tag, removed, cancellationToken);

    /// <summary>Adds a note to a run.</summary>
    /// <param name="run">The first digits of its id.</param>
    /// <param name="note">1 to 1,000 characters.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task NoteRunAsync(string run, string note, CancellationToken cancellationToken) =>
        new RunsRun(request, RegistryAsync).NoteAsync(run, note, cancellationToken);

    /// <summary>Lists the trainers of the toolkit and of the build, with what their options accept. Needs no model.</summary>
    public void ShowTrainers() => request.Face.Write(TrainersText.Of(request.Parts.Trainers));

    /// <summary>Goes back to a revision that answered before. Needs neither a valid manifest nor a registry.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="reason">For the journal; asked for where nobody says, and none is needed.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task RollbackAsync(RollbackTarget target, string? reason, CancellationToken cancellationToken) =>
        await (await EnvironmentRun.OpenAnywayAsync(request, cancellationToken))
            .RollbackAsync(target, reason, cancellationToken);

    /// <summary>By a person's decision a paused rollout goes on behind what it waits for.</summary>
    /// <param name="reason">For the journal; asked for where nobody says.</param>
    /// <param name="full">Skips the steps that are left: the candidate answers everything.</param>
    /// <param name="cancellationToken">Aborts a rollout that goes on.</param>
    /// <exception cref="FailedVerdictException">It went on, and was aborted.</exception>
    /// <exception cref="PausedRolloutException">It went on, and waits for a person again.</exception>
    public async Task PromoteAsync(string? reason, bool full, CancellationToken cancellationToken) =>
        await (await EnvironmentRun.OpenAsync(request, cancellationToken)).PromoteAsync(reason, full, cancellationToken);

    /// <summary>Ends a rollout, whoever leads it: all traffic stays on what answered before.</summary>
    /// <param name="reason">For the journal; asked for where nobody says.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task AbortAsync(string? reason, CancellationToken cancellationToken) =>
        await (await EnvironmentRun.OpenAnywayAsync(request, cancellationToken)).AbortAsync(reason, cancellationToken);

    /// <summary>Has whoever leads a rollout pause it.</summary>
    /// <param name="reason">For the journal; asked for where nobody says.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task PauseAsync(string? reason, CancellationToken cancellationToken) =>
        await (await EnvironmentRun.OpenAnywayAsync(request, cancellationToken)).PauseAsync(reason, cancellationToken);

    /// <summary>Rolls out once more what was rolled out last and aborted.</summary>
    /// <exception cref="FailedVerdictException">It was aborted again.</exception>
    /// <exception cref="PausedRolloutException">It waits for a person.</exception>
    public async Task RetryAsync(CancellationToken cancellationToken) =>
        await (await EnvironmentRun.OpenAsync(request, cancellationToken)).RetryAsync(cancellationToken);

    /// <summary>Lists what happened to environments, the last of it last.</summary>
    /// <param name="most">How many decisions are listed at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task ShowHistoryAsync(int most, CancellationToken cancellationToken) =>
        await (await EnvironmentRun.OpenAnywayAsync(request, cancellationToken)).ShowHistoryAsync(most, cancellationToken);

    /// <summary>Shows what runs where, since when, and what happened last.</summary>
    public async Task ShowStatusAsync(CancellationToken cancellationToken) =>
        await (await EnvironmentRun.OpenAnywayAsync(request, cancellationToken)).ShowStatusAsync(cancellationToken);

    /// <summary>Shows how rollouts go, until each of them ended or waits for a person.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken) =>
        await (await EnvironmentRun.OpenAnywayAsync(request, cancellationToken)).WatchAsync(cancellationToken);

    /// <summary>Shows what the server of a revision wrote last.</summary>
    /// <param name="revision">Null is the one that answers; 0 is the gateway.</param>
    /// <param name="lines">1 to 10,000; null is 50.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task ShowLogsAsync(int? revision, int? lines, CancellationToken cancellationToken) =>
        await (await EnvironmentRun.OpenAnywayAsync(request, cancellationToken))
            .ShowLogsAsync(revision, lines, cancellationToken);

    /// <summary>
    /// Makes windows of what was answered since the last time, judges them, and tells people; or compares two windows.
    /// </summary>
    /// <exception cref="FailedVerdictException">An alert of severity error fires.</exception>
    public async Task MonitorAsync(MonitorRequest asked, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(asked);
        var file = await EnvironmentsFile.ReadAsync(request, cancellationToken);
        var context = await OpenAsync(cancellationToken);
        if (asked.Compared.Count > 0)
            await new WindowComparison(request, context.Workspace.Place, file).ShowAsync(asked.Compared, cancellationToken);
        else
            await new MonitorRun(context, file).MonitorAsync(asked.Every, asked.Outcomes, cancellationToken);
    }

    /// <summary>Lists what is wrong in environments, which silences there are, and what channels have still to tell.</summary>
    public async Task ShowAlertsAsync(CancellationToken cancellationToken) =>
        await (await AlertsRun.OpenAsync(request, cancellationToken)).ShowAsync(cancellationToken);

    /// <summary>Sends a trial through all channels of alerts, and says what came of each.</summary>
    /// <exception cref="ChannelsFailedException">Some did not take it.</exception>
    public async Task TestAlertAsync(CancellationToken cancellationToken) =>
        await (await AlertsRun.OpenAsync(request, cancellationToken)).TestAsync(cancellationToken);

    /// <summary>Keeps an alert from being told for a while.</summary>
    /// <param name="alert">Its fingerprint, the beginning of one, or a rule for all of its alerts.</param>
    /// <param name="span">For how long: 30m, 4h or 2d.</param>
    /// <param name="lift">Ends silences instead.</param>
    /// <param name="reason">Why; asked for where nobody says.</param>
    /// <param name="cancellationToken">Ends it before anything is written.</param>
    public async Task SilenceAlertAsync(
        string? alert, string? span, bool lift, string? reason, CancellationToken cancellationToken) =>
        await (await AlertsRun.OpenAsync(request, cancellationToken))
            .SilenceAsync(alert, span, lift, reason, cancellationToken);

    /// <summary>Ends everything that runs in the environments.</summary>
    public async Task TakeDownAsync(CancellationToken cancellationToken) =>
        await (await EnvironmentRun.OpenAsync(request, cancellationToken)).TakeDownAsync(cancellationToken);

    /// <summary>Checks the hash chains of the registry's journal and of the environments'.</summary>
    /// <exception cref="FailedVerdictException">A journal is not as it was written.</exception>
    public Task VerifyAuditAsync(CancellationToken cancellationToken) => new AuditRun(request).VerifyAsync(cancellationToken);

    /// <summary>Removes what nothing points to any more and what is over the limits of environments.yml.</summary>
    /// <param name="isDry">Shows what would go, and removes nothing.</param>
    /// <param name="cancellationToken">Ends it between two things.</param>
    public Task PruneAsync(bool isDry, CancellationToken cancellationToken) =>
        new PruneRun(request).RunAsync(isDry, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_registry is not null)
            await _registry.DisposeAsync();
    }

    private async Task<DeliveryContext> OpenAsync(CancellationToken cancellationToken) =>
        _context ??= await DeliveryContext.OpenAsync(request, ModelWorkspace.Schema, RegistryAsync, cancellationToken);

    private async Task<RegistrySession> RegistryAsync(ModelPlace place, CancellationToken cancellationToken) =>
        _registry ??= await RegistrySession.OpenAsync(place, request.Actor, request.Parts.Policy, cancellationToken);
}
