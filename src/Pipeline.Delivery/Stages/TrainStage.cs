using System.Globalization;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Stages;
using Pipeline.Data;
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

    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        await _begun();
        var source = GitSource.FindAsync(Workspace.Root, cancellationToken);
        var data = await Workspace.LoadDataAsync(cancellationToken);
        var run = new TrainingRun(await TrainersAsync(cancellationToken), Workspace.Clock);
        var request = new RunRequest
        {
            Manifest = Workspace.Manifest,
            Artifacts = Workspace.Artifacts,
            Inputs = await NamedInputsAsync(data, cancellationToken),
            Data = Workspace.Labelled(data),
            Origin = new RunOrigin(new RunData(data.Document.Path, data.Document.Version), await source),
            Load = Workspace.Parts.LoadAsync,
            CompareOnnx = OnnxComparison.Compare,
            KeepsBackground = true,
            Place = Workspace.TrainingPlace,
            Metrics = await Workspace.Parts.TrialMetricsAsync(cancellationToken),
        };
        (await run.RunAsync(request, Workspace.Progress, cancellationToken)).OrThrow();
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
    private async Task<Dictionary<string, Digest>> NamedInputsAsync(Dataset data, CancellationToken cancellationToken)
    {
        var inputs = new Dictionary<string, Digest>((await DescribeAsync(cancellationToken)).Inputs, StringComparer.Ordinal);
        foreach (var (name, digest) in data.Document.Inputs)
            inputs[name] = digest;
        inputs["data"] = data.Document.Data;
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
