using Nuke.Common;

namespace Pipeline.Targets.Components;

/// <summary>Which environment the targets work on.</summary>
public interface IHasEnvironment : IHasModel
{
    [Parameter("Environment to work on; all of them by default, the last one for Rollback")]
    string? Environment => TryGetValue(() => Environment);
}
