using Pipeline.Core.Documents;
using Pipeline.Core.Stages;
using Pipeline.Data;
using Pipeline.Data.Schemas;

namespace Pipeline.Targets.Delivery;

/// <summary>Holds the dataset against its schema and expectations.</summary>
internal sealed class DataStage(ModelWorkspace workspace) : DeliveryStage(workspace)
{
    protected override async Task<Stage> DescribeAsync(CancellationToken cancellationToken)
    {
        var data = Path.Combine(Workspace.Folder, Workspace.Manifest.Get<DataSection>().Path);
        return new Stage
        {
            Name = "validate-data",
            Inputs = await Workspace.InputsAsync(["data", "task"], [data], cancellationToken),
            Outputs = [Workspace.Relative(Workspace.Artifacts.Dataset)],
        };
    }

    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        var validated = await DatasetValidator.ValidateAsync(Workspace.Dataset, Workspace.Progress, cancellationToken);
        await DocumentFile.WriteAsync(Workspace.Artifacts.Dataset, validated.OrThrow(), cancellationToken);
    }

    protected override async Task<StageOutcome> TellAsync(CancellationToken cancellationToken)
    {
        var document = (await DocumentFile.ReadAsync<DatasetDocument>(Workspace.Artifacts.Dataset, cancellationToken)).OrThrow();
        return new StageOutcome([
            new("Rows", $"{document.Rows}"),
            new("Columns", $"{document.Columns.Count}"),
            new("Checks", document.Report.Summary.Split(": ")[^1]),
        ])
        {
            Subject = $"dataset of {Workspace.Name}",
            Report = document.Report,
        };
    }
}
