using Nuke.Common.Tooling;
using Nuke.Common.Tools.DotNet;
using Nuke.Common;
using Pipeline.Delivery.Builds;
using Serilog;

namespace Pipeline.Targets.Components;

/// <summary>Compiles the solution.</summary>
public interface ICompile : IRestore, IHasConfiguration
{
    Target Compile => _ => _
        .Description("Compiles the solution")
        .DependsOn<IRestore>()
        .Executes(() =>
        {
            using var turn = CompileTurn.Take(TemporaryDirectory, note => Log.Information("{Note}", note), Cancellation);
            DotNetTasks.DotNetBuild(x => x
                .SetProjectFile(SolutionFile)
                .SetConfiguration(Configuration)
                .EnableNoRestore()
                .EnableNoLogo()
                .AddProcessAdditionalArguments("-consoleLoggerParameters:NoSummary"));
        });
}
