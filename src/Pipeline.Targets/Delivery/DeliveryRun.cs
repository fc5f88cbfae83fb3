using Nuke.Common;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Core.Stages;
using Pipeline.Governance.Registry;
using Pipeline.Manifest;
using Pipeline.Models;
using Pipeline.Packaging.Bases;
using Pipeline.Targets.Components;
using Pipeline.Targets.Failures;
using Serilog;

namespace Pipeline.Targets.Delivery;

/// <summary>What the targets of delivery call: puts the parts together, runs one of them, and shows what came of it.</summary>
internal sealed partial class DeliveryRun
{
    private const string ReportFile = "evaluation.md";

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(500);

    private readonly IHasModel _build;
    private readonly ModelWorkspace _workspace;
    private readonly Actor _actor;

    private DeliveryRun(IHasModel build, ModelWorkspace workspace, Actor actor) =>
        (_build, _workspace, _actor) = (build, workspace, actor);

    private CancellationToken Cancellation => _build.Cancellation;

    public static Task<DeliveryRun> OpenAsync(IHasModel build) => OpenAsync(build, ModelWorkspace.Schema);

    /// <param name="build">Says which model.</param>
    /// <param name="schema">What its manifest must contain.</param>
    public static async Task<DeliveryRun> OpenAsync(IHasModel build, ManifestSchema<ModelFrame> schema)
    {
        var workspace = await ModelWorkspace.OpenAsync(
            build.RootDirectory, build.Model, schema, TimeProvider.System, build.Cancellation);
        await new Preflight(build, workspace).CheckAsync(build.Cancellation);
        return new DeliveryRun(build, workspace, ActorSearch.Find(Environment.GetEnvironmentVariable));
    }

    public Task ValidateDataAsync(bool quarantines)
    {
        var stage = new DataStage(_workspace, new ExtensionBuild(_build)) { Quarantines = quarantines, ShowsAll = true };
        return ShowAsync(stage, isForced: quarantines);
    }

    public Task TrainAsync() => ShowAsync(new TrainStage(_workspace));

    public async Task EvaluateAsync()
    {
        await using var shelf = await OpenShelfAsync();
        var unknown = EnvironmentsFile.Exists(_workspace.Root)
            ? await new Production(await OpenEnvironmentsAsync(), _workspace.Place).FollowAsync(shelf, Cancellation)
            : null;
        var outcome = await RunAsync(new EvaluateStage(_workspace, new ChampionSearch(shelf, unknown)));
        await AtomicFile.WriteTextAsync(
            _workspace.Artifacts.PathOf(ReportFile), outcome.Gates!.ToMarkdown(), Cancellation);
        if (outcome.Report!.Fails)
        {
            await CardStage.WriteAsync(_workspace, version: null, Cancellation);
            Log.Information(
                "What is known of the model that did not pass: {Card}, {Report}",
                _workspace.Relative(_workspace.Artifacts.ModelCard),
                _workspace.Relative(_workspace.Artifacts.PathOf(ReportFile)));
        }

        Show(outcome);
    }

    public async Task RegisterAsync()
    {
        await using var shelf = await OpenShelfAsync();
        if (shelf.Location.Warning is { } warning)
        {
            Log.Warning("{Warning}", warning);
            _build.Ci.Warning(warning);
        }

        var registration = await shelf.RegisterAsync(Cancellation);
        _build.Ci.Output("version", $"{registration.Version.Version}");
        _build.Ci.Output("model", $"{registration.Version.Digest}");
        Show(new StageOutcome([
            new("Version", $"{registration.Version.Version}"),
            new("State", registration.IsNew ? "new" : "was registered before"),
            new("Model", registration.Version.Digest.Brief),
        ]));
    }

    public async Task WriteCardAsync() => await ShowAsync(new CardStage(_workspace, await FindVersionAsync()));

    public async Task PackageAsync()
    {
        await ShowAsync(Packaging());
        _build.Ci.Output("image", $"{await _workspace.ImageAsync(Cancellation)}");
    }

    private PackageStage Packaging() =>
        new(_workspace, Servers(), new HostLibraries(HostSystem.Current, new DebianPackages()));

    private ServerBuild Servers() => new(_build);

    /// <summary>The registered version of the model that was trained last.</summary>
    private async Task<ModelVersion> FindVersionAsync()
    {
        await using var shelf = await OpenShelfAsync();
        var payload = await ModelPayload.ReadAsync(_workspace.Artifacts.Model, Cancellation);
        return (await FindVersionAsync(shelf, payload))?.Version ?? throw new InvalidInputException(
            [new Problem($"The model {payload.Digest.Brief} is not registered.", "Run the target Register.")]);
    }

    /// <summary>Null when no model was trained, or the one that was is not registered.</summary>
    private async Task<RegisteredVersion?> TryFindVersionAsync(ModelShelf shelf) => _workspace.ModelFiles().All(File.Exists)
        ? await FindVersionAsync(shelf, await ModelPayload.ReadAsync(_workspace.Artifacts.Model, Cancellation))
        : null;

    private async Task<RegisteredVersion?> FindVersionAsync(ModelShelf shelf, ModelPayload payload)
    {
        var view = await shelf.Registry.ReadAsync(Cancellation);
        return await view.FindVersionAsync(_workspace.Name, payload.Digest, Cancellation);
    }

    private Task<ModelShelf> OpenShelfAsync() => ModelShelf.OpenAsync(_workspace.Place, _actor, Cancellation);

    private async Task ShowAsync(DeliveryStage stage, bool isForced = false) => Show(await RunAsync(stage, isForced));

    /// <summary>Runs a stage that another build of this clone may be running, behind it where this one is told to wait.</summary>
    private async Task<StageOutcome> RunAsync(DeliveryStage stage, bool isForced = false)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var outcome = await stage.RunAsync(_build.Force || isForced, Cancellation);
                Log.Information("{Plan}", outcome.Plan);
                return outcome;
            }
            catch (StageBusyException busy) when (_build is IDeploy { Wait: true })
            {
                if (attempt == 0)
                    Log.Information("Waits: {Reason}", busy.Message);
                await Task.Delay(LookAgainAfter, Cancellation);
            }
        }
    }

    /// <summary>Reports, annotates, and turns a failed report into a red build.</summary>
    private void Show(StageOutcome outcome)
    {
        _build.ReportSummary(x =>
        {
            foreach (var (name, value) in outcome.Facts)
                x[name] = value;
            return x;
        });
        if (outcome.Report is not { } report)
            return;
        if (outcome.Lines.Count > 0)
        {
            ConsoleText.Write(outcome.Lines);
            _build.Ci.SummarizeText(outcome.Lines);
        }

        if (outcome.Gates is { } gates)
        {
            gates.WriteToConsole();
            _build.Ci.Summarize(gates.ToMarkdown());
        }

        foreach (var warning in report.Warnings)
            Log.Warning("{Check}: {Reason}", warning.Check.Id, warning.Verdict.Reason);
        if (report.Fails)
            throw new FailedVerdictException(outcome.Subject!, report);
    }
}
