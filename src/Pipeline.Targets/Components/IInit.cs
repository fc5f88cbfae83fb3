using Nuke.Common;

namespace Pipeline.Targets.Components;

/// <summary>Begins a new model with its data: the manifest is proposed, and Release can be the next command.</summary>
public interface IInit : IPipelineBuild
{
    [Parameter("For Init: the file of rows, such as data/customers.csv; copied to the model when it lies outside")]
    string? Data => TryGetValue(() => Data);

    [Parameter("For Init: the column to predict")]
    string? Label => TryGetValue(() => Label);

    [Parameter("For Init: the name of the new model; that of the data file by default")]
    string? Name => TryGetValue(() => Name);

    [Parameter("For Init: binary-classification, multiclass-classification or regression; by the label's values by default")]
    string? Task => TryGetValue(() => Task);

    [Parameter("For Init: columns whose groups must be treated alike, with commas between them")]
    string? Protected => TryGetValue(() => Protected);

    Target Init => _ => _
        .Description("Writes model.yml for a new model from its data; needs --data and --label")
        .Requires(() => Data)
        .Requires(() => Label)
        .Executes(() => Delivery.InitAsync(
            new()
            {
                Data = Data!,
                Label = Label!,
                Name = Name,
                Task = Task,
                Protected = (Protected ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            },
            Cancellation));
}
