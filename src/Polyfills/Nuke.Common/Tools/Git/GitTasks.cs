using System;
using System.Collections.Generic;
using Nuke.Common.Tooling;
using Nuke.Common.Utilities;

namespace Nuke.Common.Tools.Git;

/// <summary>Git's command line; its error stream carries progress and is logged as ordinary output.</summary>
[LogErrorAsStandard]
[PathTool(Executable = PathExecutable)]
public class GitTasks : ToolTasks, IRequirePathTool
{
    public const string PathExecutable = "git";

    /// <summary>Where the tool is: as set, else as the variable <c>GIT_EXE</c> says, else on the PATH.</summary>
    public static string GitPath
    {
        get => new GitTasks().GetToolPathInternal();
        set => new GitTasks().SetToolPath(value);
    }

    public static IReadOnlyCollection<Output> Git(
        ArgumentStringHandler arguments,
        string workingDirectory = null,
        IReadOnlyDictionary<string, string> environmentVariables = null,
        int? timeout = null,
        bool? logOutput = null,
        bool? logInvocation = null,
        Action<OutputType, string> logger = null,
        Func<IProcess, object> exitHandler = null) =>
        new GitTasks().Run(
            arguments, workingDirectory, environmentVariables, timeout, logOutput, logInvocation, logger, exitHandler);

    public static bool GitIsDetached() => GitIsDetached(NukeBuild.RootDirectory);

    public static bool GitIsDetached(string workingDirectory) =>
        Ask("symbolic-ref --short -q HEAD", workingDirectory, exitHandler: process => process).Length == 0;

    public static string GitCurrentBranch() => GitCurrentBranch(NukeBuild.RootDirectory);

    /// <summary>The branch, which in a repository without commits is there as well; null at a detached head.</summary>
    public static string GitCurrentBranch(string workingDirectory) =>
        Ask("symbolic-ref --short -q HEAD", workingDirectory, exitHandler: process => process).ToNullIfEmpty();

    public static string GitCurrentCommit() => GitCurrentCommit(NukeBuild.RootDirectory);

    public static string GitCurrentCommit(string workingDirectory) => Ask("rev-parse HEAD", workingDirectory);

    public static bool GitHasCleanWorkingCopy() => GitHasCleanWorkingCopy(NukeBuild.RootDirectory);

    /// <summary>Whether nothing is changed, staged or untracked; what is ignored does not count.</summary>
    public static bool GitHasCleanWorkingCopy(string workingDirectory) => Ask("status --porcelain", workingDirectory).Length == 0;

    private static string Ask(string arguments, string workingDirectory, Func<IProcess, object> exitHandler = null) =>
        Git(arguments, workingDirectory, logOutput: false, logInvocation: false, exitHandler: exitHandler).StdToText().Trim();
}
