using System.Globalization;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Stages;
using Pipeline.Data;
using Pipeline.Delivery.Jobs;
using Pipeline.Delivery.Reports;
using Pipeline.Delivery.Runs;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Onnx;
using Pipeline.Training;

namespace Pipeline.Delivery.Stages;

/// <summary>Trains the model on the train rows.</summary>
/// <param name="workspace">Whose model it is.</param>
/// <param name="begun">Called while nobody else can train, before this training does; null where nobody asks.</param>
internal sealed class TrainStage(ModelWorkspace workspace, Func<Task>? begun = null)
    : DeliveryStage(DeliveryStep.Train, workspace)
{
    private readonly Func<Task> _begun = begun ?? (() => Task.CompletedTask);

    protected override IReadOnlyList<string> Outputs =>
    [
        Workspace.Artifacts.Run, Workspace.Artifacts.Learned, $"{Workspace.Artifacts.Model}/",
        .. Section.Search is null ? Array.Empty<string>() : [Workspace.Artifacts.Search],
    ];

    /// <summary>Where the work is done, which changes nothing that comes of it; in this process by default.</summary>
    public Func<CancellationToken, Task<JobSession?>> OpenJobsAsync { get; init; } = _ => Task.FromResult<JobSession?>(null);

    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        await _begun();
        var source = GitSource.FindAsync(Workspace.Root, cancellationToken);
        using var session = await OpenJobsAsync(cancellationToken);
        var data = session is null ? await Workspace.LoadDataAsync(cancellationToken) : null;
        var document = data?.Document ?? await Workspace.ReadDatasetAsync(cancellationToken);
        var run = new TrainingRun(await TrainersAsync(cancellationToken), Workspace.Clock);
        var request = new RunRequest
        {
            Manifest = Workspace.Manifest,
            Artifacts = Workspace.Artifacts,
            Inputs = await NamedInputsAsync(document, cancellationToken),
            Data = data is null ? Dataset.WithoutRows(document) : Workspace.Labelled(data),
            Origin = new RunOrigin(new RunData(document.Path, document.Version), await source),
            Load = Workspace.Parts.LoadAsync,
            CompareOnnx = OnnxComparison.Compare,
            KeepsBackground = true,
            Place = Workspace.TrainingPlace,
            Metrics = await Workspace.Parts.TrialMetricsAsync(cancellationToken),
        };
        if (session is not null)
        {
            var form = await JobForm.OfTrainingAsync(
                session, Workspace, request, document, await FilesAsync(cancellationToken), cancellationToken);
            request = request with { Jobs = new TrainingJobs(session, form) };
        }

        (await run.RunAsync(request, Workspace.Progress, cancellationToken)).OrThrow();
        if (session is not null)
            await session.CleanAsync(cancellationToken);
    }

    protected override async Task AddAsync(StageInput input, Fingerprint fingerprint, CancellationToken cancellationToken)
    {
        if (input is StageInput.TrainerFiles)
            fingerprint.Files.AddRange(await FilesAsync(cancellationToken));
        else if (input is not StageInput.TrainerCode)
            await base.AddAsync(input, fingerprint, cancellationToken);
        else if ((!Workspace.Parts.IsOfTheBuild(Trainer) || !Workspace.Parts.MeasuresByTheBuild(Section))
            && await Workspace.Parts.FindLibraryAsync(cancellationToken) is { } library)
            fingerprint.Inputs["extensions"] = library;
    }

    private TrainingSection Section => Workspace.Manifest.Get<TrainingSection>();

    private string Trainer => Section.TrainerName;

    /// <summary>None while the manifest is wrong, which the work says.</summary>
    private async Task<IEnumerable<string>> FilesAsync(CancellationToken cancellationToken) =>
        TrainerChoice.Of(Workspace.Manifest, await TrainersAsync(cancellationToken)).TryGet(out var choice)
            ? choice.Trainer.FilesOf(choice.Options, Workspace.TrainingPlace)
            : [];

    private Task<TrainerCatalog> TrainersAsync(CancellationToken cancellationToken) =>
        Workspace.Parts.TrainersAsync(Trainer, cancellationToken);

    /// <summary>What made the run, for who reads its document alone: of the dataset's own inputs, all.</summary>
    private async Task<Dictionary<string, Digest>> NamedInputsAsync(DatasetDocument data, CancellationToken cancellationToken)
    {
        var inputs = new Dictionary<string, Digest>((await DescribeAsync(cancellationToken)).Inputs, StringComparer.Ordinal);
        foreach (var (name, digest) in data.Inputs)
            inputs[name] = digest;
        inputs["data"] = data.Data;
        inputs["split"] = data.Split.Digest;
        return inputs;
    }

    protected override async Task<StageOutcome> TellAsync(CancellationToken cancellationToken)
    {
        var run = (await DocumentFile.ReadAsync<RunDocument>(Workspace.Artifacts.Run, cancellationToken)).OrThrow();
        return new StageOutcome([
            new("Trainer", run.Trainer),
            .. run.Search is { } search ? [new("Search", search.ToString())] : Array.Empty<KeyValuePair<string, string>>(),
            new("Rows", $"{run.Rows}"),
            new("Took", run.Duration.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture)),
            new("Run", $"{run.Id}"[..8]),
            new("Model", run.Model.Brief),
        ])
        {
            Tables = TrainingTables.Of(run),
        };
    }
}
