using Nuke.Common;

namespace Pipeline.Targets.Components;

/// <summary>Why a person decides something.</summary>
public interface IHasReason : IPipelineBuild
{
    [Parameter("Why, for the journal")]
    string? Reason => TryGetValue(() => Reason);
}
