using Nuke.Common.Tools.DotNet;
using Nuke.Common;
using Pipeline.Delivery.Builds;
using Serilog;

namespace Pipeline.Targets.Components;

/// <summary>Gets the packages of the solution.</summary>
public interface IRestore : IHasSolution
{
    Target Restore => _ => _
        .Description("Restores the NuGet packages of the solution")
        .Executes(() =>
        {
            using var turn = CompileTurn.Take(TemporaryDirectory, note => Log.Information("{Note}", note), Cancellation);
            DotNetTasks.DotNetRestore(x => x.SetProjectFile(SolutionFile));
        });
}
