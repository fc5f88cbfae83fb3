using System.Globalization;
using Pipeline.Core.Documents;
using Pipeline.Core.Stages;
using Pipeline.Training;

namespace Pipeline.Targets.Delivery;

/// <summary>Trains the model on the train rows.</summary>
internal sealed class TrainStage(ModelWorkspace workspace) : DeliveryStage(workspace)
{
    protected override async Task<Stage> DescribeAsync(CancellationToken cancellationToken) => new()
    {
        Name = "train",
        Inputs = await Workspace.InputsAsync(["training", "task", "name"], [Workspace.Artifacts.Dataset], cancellationToken),
        Outputs = [Workspace.Relative(Workspace.Artifacts.Run), .. Workspace.ModelFiles().Select(Workspace.Relative)],
    };

    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        var data = await Workspace.LoadDataAsync(cancellationToken);
        var run = new TrainingRun(Workspace.Trainers, Workspace.Clock);
        var request = new RunRequest
        {
            Manifest = Workspace.Manifest,
            Artifacts = Workspace.Artifacts,
            Rows = new LearningRows
            {
                Rows = data.Rows.Keep([.. data.Features, data.Label]),
                Indexes = data.Split.Train,
                Identities = data.Identities,
                Label = data.Label,
                Positive = data.Document.Label.Positive,
                Declared = data.Declared,
                Data = data.Document.Data,
                Split = data.Split.Digest,
            },
        };
        (await run.RunAsync(request, Workspace.Progress, cancellationToken)).OrThrow();
    }

    protected override async Task<StageOutcome> TellAsync(CancellationToken cancellationToken)
    {
        var run = (await DocumentFile.ReadAsync<RunDocument>(Workspace.Artifacts.Run, cancellationToken)).OrThrow();
        return new StageOutcome([
            new("Trainer", run.Trainer),
            new("Rows", $"{run.Rows}"),
            new("Took", run.Duration.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture)),
            new("Model", run.Model.Brief),
        ]);
    }
}
