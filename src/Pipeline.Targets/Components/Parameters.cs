using Nuke.Common.IO;
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

/// <summary>Where the work with data is done.</summary>
public interface IHasJobs : IHasModel
{
    [Parameter("Where to train, search and profile: local, or swarm; what environments.yml says under jobs by default")]
    string? On => TryGetValue(() => On);
}

/// <summary>Which environment the targets work on.</summary>
public interface IHasEnvironment : IHasModel
{
    [Parameter("Environment to work on; all of them by default, the last one for Rollback")]
    string? Environment => TryGetValue(() => Environment);
}

/// <summary>Why a person decides something.</summary>
public interface IHasReason : IPipelineBuild
{
    [Parameter("Why, for the journal")]
    string? Reason => TryGetValue(() => Reason);
}

/// <summary>
/// What <see cref="IRestore"/>, <see cref="ICompile"/> and <see cref="ITest"/> work on, and where its output goes.
/// </summary>
public interface IHasSolution : IPipelineBuild
{
    /// <summary>The solution; the default is the only one in the root folder.</summary>
    AbsolutePath SolutionFile => SolutionSearch.Find(RootDirectory);

    AbsolutePath OutputDirectory => RootDirectory / ".nuke" / "temp" / "out";

    AbsolutePath TestResultsDirectory => OutputDirectory / "test-results";
}

/// <summary>Which of a project's configurations to build.</summary>
public interface IHasConfiguration : INukeBuild
{
    [Parameter("Configuration to build: Debug on a developer's machine and Release on a server by default")]
    Configuration Configuration =>
        TryGetValue(() => Configuration) ?? (IsLocalBuild ? Configuration.Debug : Configuration.Release);
}
