using Nuke.Common.Tooling;
using Nuke.Common.Tools.DotNet;
using Pipeline.Targets.Components;

namespace Pipeline.Targets.Testing;

/// <summary>Runs the test runner over the compiled solution.</summary>
internal static class TestRun
{
    private static string TemporaryVariable => OperatingSystem.IsWindows() ? "TMP" : "TMPDIR";

    /// <returns>The runner's exit code, which is not judged here: the result files say more.</returns>
    public static int Execute(ITest build)
    {
        var exitCode = 0;
        var temporary = Directory.CreateTempSubdirectory("pipeline-tests-");
        try
        {
            DotNetTasks.DotNetTest(x => x
                .SetProjectFile(build.SolutionFile)
                .SetConfiguration(build.Configuration)
                .SetLoggers("trx")
                .SetResultsDirectory(build.TestResultsDirectory)
                .SetFilter(build.TestFilter)
                .EnableNoBuild()
                .SetProcessEnvironmentVariable(TemporaryVariable, temporary.FullName)
                .SetProcessExitHandler(process => { exitCode = process.ExitCode; })
                .Apply(settings => PipelineBuild.HiddenVariables.Aggregate(
                    settings, (all, variable) => all.SetProcessEnvironmentVariable(variable.Key, variable.Value))));
            return exitCode;
        }
        finally
        {
            Remove(temporary);
        }
    }

    // 'dotnet test' leaves folders behind at each start, and so does whatever a test ends by force. A process that outlives the
    // run may hold a file: what stays is no reason to lose the results.
    private static void Remove(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Serilog.Log.Debug(exception, "The temporary folder of the tests stays: {Folder}", folder.FullName);
        }
    }
}
