using System.ComponentModel;
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

/// <summary>A configuration of .NET projects.</summary>
[TypeConverter(typeof(TypeConverter<Configuration>))]
public sealed class Configuration : Enumeration
{
    public static readonly Configuration Debug = new() { Value = nameof(Debug) };
    public static readonly Configuration Release = new() { Value = nameof(Release) };
}
