using Pipeline.Core.Artifacts;
using Pipeline.Delivery.Runs;
using Pipeline.Delivery.Stages;

namespace Pipeline.Delivery;

/// <summary>From validated rows to an image: training, judging, registering, writing the card and packaging.</summary>
internal sealed class ModelRun(DeliveryContext context)
{
    public const string PageFile = "evaluation.html";

    private const string ReportFile = "evaluation.md";

    private readonly ModelWorkspace _workspace = context.Workspace;

    public async Task TrainAsync(CancellationToken cancellationToken)
    {
        var recorder = new RunRecorder(context);
        var stage = new TrainStage(_workspace, () => recorder.TryRecordFailureAsync(holdsStage: true))
        {
            OpenJobsAsync = token => context.OpenJobsAsync("training", token),
        };
        try
        {
            await context.ShowAsync(stage, isForced: false, cancellationToken);
        }
        catch
        {
            await recorder.TryRecordFailureAsync(holdsStage: false);
            throw;
        }

        await recorder.TryRecordAsync(cancellationToken);
    }

    public async Task EvaluateAsync(CancellationToken cancellationToken)
    {
        var session = await context.RegistryAsync(cancellationToken);
        var unknown = EnvironmentsFile.Exists(_workspace.Root)
            ? await new Production(await context.EnvironmentsAsync(cancellationToken), _workspace.Place)
                .FollowAsync(session, cancellationToken)
            : null;
        var stage = context.Evaluation(new ChampionSearch(session, unknown, _workspace.Parts.LoadAsync));
        var outcome = await context.RunAsync(stage, isForced: false, cancellationToken);
        await new RunRecorder(context).TryRecordEvaluationAsync(cancellationToken);
        var report = _workspace.Artifacts.PathOf(ReportFile);
        await AtomicFile.WriteTextAsync(report, outcome.Gates!.ToMarkdown(), cancellationToken);
        var page = _workspace.Artifacts.PathOf(PageFile);
        await AtomicFile.WriteTextAsync(page, outcome.Gates.ToPage(), cancellationToken);
        context.Face.Say($"Report with figures: {_workspace.Relative(page)}");
        if (outcome.Report!.Fails)
        {
            await CardStage.WriteAsync(_workspace, version: null, new VersionLookup(session), cancellationToken);
            var card = _workspace.Relative(_workspace.Artifacts.ModelCard);
            context.Face.Say($"What is known of the model that did not pass: {card}, {_workspace.Relative(report)}");
        }

        context.Show(outcome);
    }

    public async Task RegisterAsync(CancellationToken cancellationToken)
    {
        var session = await context.RegistryAsync(cancellationToken);
        if (session.Location.Warning is { } warning)
        {
            context.Face.Warn($"{warning}");
            context.Face.Annotate(warning);
        }

        var registration = await session.RegisterAsync(cancellationToken);
        context.Face.Output("version", $"{registration.Version.Version}");
        context.Face.Output("model", $"{registration.Version.Digest}");
        context.Face.Sum([
            new("Version", $"{registration.Version.Version}"),
            new("State", registration.IsNew ? "new" : "was registered before"),
            new("Model", registration.Version.Digest.Brief),
        ]);
    }

    public async Task WriteCardAsync(CancellationToken cancellationToken)
    {
        var version = await context.FindVersionAsync(cancellationToken);
        var versions = new VersionLookup(await context.RegistryAsync(cancellationToken));
        await context.ShowAsync(new CardStage(_workspace, version, versions), isForced: false, cancellationToken);
    }

    public async Task PackageAsync(CancellationToken cancellationToken)
    {
        await context.ShowAsync(context.Packaging(), isForced: false, cancellationToken);
        context.Face.Output("image", $"{await _workspace.ImageAsync(cancellationToken)}");
    }
}
