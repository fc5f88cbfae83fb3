using Nuke.Common;

namespace Pipeline.Targets.Components;

/// <summary>Which model the targets work on.</summary>
public interface IHasModel : IPipelineBuild
{
    [Parameter("Model to work on: its name or its folder; the only one by default")]
    string? Model => TryGetValue(() => Model);

    [Parameter("Runs stages even when they are up to date; gives up local changes to data")]
    bool Force => TryGetValue<bool?>(() => Force) ?? false;
}
