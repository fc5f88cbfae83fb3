using Nuke.Common;

namespace Pipeline.Targets.Components;

/// <summary>Explains single answers of the model that was trained last.</summary>
public interface IExplain : IHasModel
{
    [Parameter("Row to explain: a test row's number, an object in JSON, or a file with one or several")]
    string? Row => TryGetValue(() => Row);

    [Parameter("Writes JSON, a line for each row, and no table")]
    bool Json => TryGetValue<bool?>(() => Json) ?? false;

    Target Explain => _ => _
        .Description("Says what each input adds to an answer of the model")
        .Requires(() => Row)
        .Executes(() => Delivery.ExplainAsync(Row!, Json, Cancellation));
}
