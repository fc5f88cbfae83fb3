using Nuke.Common;
using Nuke.Common.Tooling;
using Nuke.Common.Tools.DotNet;

namespace Pipeline.Targets.Components;

/// <summary>Compiles the solution in the package mode of this build.</summary>
public interface ICompile : IRestore, IHasConfiguration
{
    Target Compile => _ => _
        .Description("Compiles the solution")
        .DependsOn<IRestore>()
        .Executes(() =>
        {
            using var turn = CompileTurn.Take(TemporaryDirectory, Cancellation);
            DotNetTasks.DotNetBuild(x => x
                .SetProjectFile(SolutionFile)
                .SetConfiguration(Configuration)
                .SetProperty("PackageMode", PackageMode)
                .EnableNoRestore()
                .EnableNoLogo()
                .AddProcessAdditionalArguments("-consoleLoggerParameters:NoSummary"));
        });
}
