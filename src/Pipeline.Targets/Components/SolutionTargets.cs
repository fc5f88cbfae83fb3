using System.ComponentModel;
using Nuke.Common.IO;
using Nuke.Common.Tooling;
using Nuke.Common.Tools.DotNet;
using Nuke.Common;
using Pipeline.Core.Problems;
using Pipeline.Delivery.Builds;
using Pipeline.Targets.Testing;
using Serilog;

namespace Pipeline.Targets.Components;

/// <summary>Deletes what compiling wrote; the compiled build itself stays.</summary>
public interface IClean : IHasSolution
{
    Target Clean => _ => _
        .Description("Deletes what Compile and Test wrote")
        .TryBefore<IRestore>()
        .Executes(() => OutputDirectory.DeleteDirectory());
}

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

/// <summary>Runs the tests of the solution.</summary>
public interface ITest : ICompile
{
    [Parameter("Tests to run, in the filter language of 'dotnet test'; the default is all")]
    string? TestFilter => TryGetValue(() => TestFilter);

    Target Test => _ => _
        .Description("Runs the tests")
        .DependsOn<ICompile>()
        .Executes(() =>
        {
            TestResultsDirectory.CreateOrCleanDirectory();
            var exitCode = TestRun.Execute(this);
            var results = TestResults.Read(TestResultsDirectory);
            ReportSummary(x => results.AddTo(x));
            Ci.Summarize(results.ToMarkdown());
            results.Require(exitCode);
        });
}

/// <summary>Finds the solution of a repository.</summary>
internal static class SolutionSearch
{
    /// <exception cref="InvalidInputException">There is none, or more than one.</exception>
    public static string Find(string root)
    {
        string[] patterns = ["*.sln", "*.slnx"];
        var found = patterns.SelectMany(x => Directory.GetFiles(root, x)).Order(StringComparer.Ordinal).ToArray();
        return found switch
        {
            [var single] => single,
            [] => throw new InvalidInputException(
                [new Problem(root, null, null, "The folder holds no solution (*.sln, *.slnx).")]),
            _ => throw new InvalidInputException([new Problem(
                root,
                null,
                null,
                $"The folder holds {found.Length} solutions: {string.Join(", ", found.Select(Path.GetFileName))}.",
                "Implement 'SolutionFile' in the build class to say which one is meant.")]),
        };
    }
}
