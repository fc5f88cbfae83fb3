using Nuke.Common;

namespace Pipeline.Targets.Components;

/// <summary>Which of a project's configurations to build.</summary>
public interface IHasConfiguration : INukeBuild
{
    [Parameter("Configuration to build: Debug on a developer's machine and Release on a server by default")]
    Configuration Configuration =>
        TryGetValue(() => Configuration) ?? (IsLocalBuild ? Configuration.Debug : Configuration.Release);
}
