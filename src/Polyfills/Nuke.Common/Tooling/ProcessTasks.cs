using System;
using System.Collections.Generic;
using System.Linq;
using Nuke.Common.IO;
using Nuke.Common.Utilities;
using Nuke.Common.Utilities.Collections;
using Serilog;

namespace Nuke.Common.Tooling;

/// <summary>Starts processes whose output is collected, and logged if wanted.</summary>
public static class ProcessTasks
{
    public static bool DefaultLogOutput = true;
    public static bool DefaultLogInvocation = true;

    /// <summary>Whether the folder is logged with the command line.</summary>
    public static bool LogWorkingDirectory = true;

    /// <summary>Where processes run that are not told otherwise; null for the current folder.</summary>
    public static string DefaultWorkingDirectory;

    /// <param name="toolPath">A path, or a name that the PATH variable leads to.</param>
    /// <param name="arguments">The command line, in which each hole is an argument and secrets are marked by <c>:r</c>.</param>
    /// <param name="environmentVariables">The whole environment of the process; null for that of this process.</param>
    /// <param name="timeout">In milliseconds; null for no limit.</param>
    /// <exception cref="ArgumentException">There is no such tool or folder.</exception>
    public static IProcess StartProcess(
        string toolPath,
        ArgumentStringHandler arguments,
        string workingDirectory = null,
        IReadOnlyDictionary<string, string> environmentVariables = null,
        int? timeout = null,
        bool? logOutput = null,
        bool? logInvocation = null,
        Action<OutputType, string> logger = null)
    {
        var filter = arguments.GetFilter();
        var text = arguments.ToStringAndClear();
        return StartProcess(
            toolPath, text, workingDirectory, environmentVariables, timeout, logOutput, logInvocation, logger, filter);
    }

    /// <param name="toolPath">A path, or a name that the PATH variable leads to.</param>
    /// <param name="outputFilter">Applied to each line of output and to the shown arguments, to hide secrets.</param>
    public static IProcess StartProcess(
        string toolPath,
        string arguments = null,
        string workingDirectory = null,
        IReadOnlyDictionary<string, string> environmentVariables = null,
        int? timeout = null,
        bool? logOutput = null,
        bool? logInvocation = null,
        Action<OutputType, string> logger = null,
        Func<string, string> outputFilter = null) =>
        Start(ToInvocation(toolPath, arguments ?? "") with
        {
            WorkingDirectory = workingDirectory ?? DefaultWorkingDirectory ?? EnvironmentInfo.WorkingDirectory,
            Environment = environmentVariables,
            Timeout = timeout,
            LogOutput = logOutput ?? DefaultLogOutput,
            LogInvocation = logInvocation ?? DefaultLogInvocation,
            Logger = logger ?? DefaultLogger,
            Filter = outputFilter ?? (x => x),
        });

    /// <summary>Runs a command by the shell of this system: <c>cmd</c> on Windows, else <c>sh</c>.</summary>
    public static IProcess StartShell(
        string command,
        string workingDirectory = null,
        IReadOnlyDictionary<string, string> environmentVariables = null,
        int? timeout = null,
        bool? logOutput = null,
        bool? logInvocation = null,
        Action<OutputType, string> logger = null,
        Func<string, string> outputFilter = null)
    {
        var shell = EnvironmentInfo.IsWin ? "cmd" : "/bin/sh";
        var arguments = EnvironmentInfo.IsWin ? $"/s /c \"{command}\"" : $"-c {Quoting.Argument(command)}";
        return StartProcess(
            shell, arguments, workingDirectory, environmentVariables, timeout, logOutput, logInvocation, logger, outputFilter);
    }

    /// <summary>What a process says on its standard output is a detail; what it says on the other is an error.</summary>
    public static void DefaultLogger(OutputType type, string output)
    {
        if (type == OutputType.Std)
            Log.Debug("{Output:l}", output);
        else
            Log.Error("{Output:l}", output);
    }

    /// <summary>Warns of relative entries of the PATH variable, as what they find depends on the current folder.</summary>
    public static void CheckPathEnvironmentVariable()
    {
        foreach (var path in EnvironmentInfo.Paths.Select(EnvironmentInfo.ExpandVariables).WhereNot(PathConstruction.HasPathRoot))
            Log.Warning("The PATH variable has the relative entry {Path}", path);
    }

    private static RunningProcess Start(ProcessInvocation invocation)
    {
        var directory = invocation.WorkingDirectory;
        Assert.DirectoryExists(directory, $"The working directory '{directory}' does not exist.");
        if (invocation.LogInvocation)
        {
            var arguments = invocation.Filter(invocation.Arguments);
            Log.Information("> {Tool:l} {Arguments:l}", Quoting.ArgumentIfNeeded(invocation.ToolPath), arguments);
            if (LogWorkingDirectory)
                Log.Information("@ {WorkingDirectory:l}", directory);
        }
        return RunningProcess.Start(invocation);
    }

    private static ProcessInvocation ToInvocation(string toolPath, string arguments)
    {
        toolPath.NotNullOrEmpty("The path of the tool to start is missing.");
        var executable = toolPath.Any(PathText.IsSeparator)
            ? System.IO.Path.GetFullPath(toolPath)
            : ToolPathResolver.GetPathExecutable(toolPath);
        Assert.FileExists(executable, $"The tool '{toolPath}' does not exist.");
        if (!executable.EndsWithOrdinalIgnoreCase(".dll"))
            return new ProcessInvocation(executable, arguments);
        var assembly = Quoting.ArgumentIfNeeded(executable);
        return new ProcessInvocation(ToolPathResolver.GetPathExecutable("dotnet"), $"{assembly} {arguments}".TrimEnd());
    }
}
