using Nuke.Common.Tooling;
using Nuke.Common.Tools.DotNet;
using Pipeline.Targets.Components;

namespace Pipeline.Targets.Testing;

/// <summary>Runs the test runner over the compiled solution.</summary>
internal static class TestRun
{
    /// <returns>The runner's exit code, which is not judged here: the result files say more.</returns>
    public static int Execute(ITest build)
    {
        var exitCode = 0;
        DotNetTasks.DotNetTest(x => x
            .SetProjectFile(build.SolutionFile)
            .SetConfiguration(build.Configuration)
            .SetLoggers("trx")
            .SetResultsDirectory(build.TestResultsDirectory)
            .SetFilter(build.TestFilter)
            .EnableNoBuild()
            .SetProcessExitHandler(process => { exitCode = process.ExitCode; })
            .Apply(settings => PipelineBuild.HiddenVariables.Aggregate(
                settings, (all, variable) => all.SetProcessEnvironmentVariable(variable.Key, variable.Value))));
        return exitCode;
    }
}
