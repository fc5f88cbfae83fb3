using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Reflection;

namespace Nuke.Common.Tooling;

/// <summary>Runs one tool, by a command line or by options.</summary>
public abstract class ToolTasks
{
    private static readonly ConcurrentDictionary<Type, string> ToolPaths = new();

    /// <summary>Where the tool is: as the variable <c>NAME_EXE</c> says, or on the PATH.</summary>
    protected virtual string GetToolPath(ToolOptions options = null)
    {
        var name = GetType().GetCustomAttribute<PathToolAttribute>()?.Executable;
        if (name == null)
            throw new NotSupportedException($"{GetType().Name} does not say by a PathTool attribute what its tool is.");
        return ToolPathResolver.TryGetEnvironmentExecutable(ToolResolver.VariableOf(name)) ??
               ToolPathResolver.GetPathExecutable(name);
    }

    protected internal string GetToolPathInternal(ToolOptions options = null) =>
        options?.ProcessToolPath ?? (ToolPaths.TryGetValue(GetType(), out var path) ? path : GetToolPath(options));

    protected void SetToolPath(string path) => ToolPaths[GetType()] = path;

    protected internal virtual Action<OutputType, string> GetLogger(ToolOptions options = null) =>
        options?.ProcessLogger ?? new ToolLogger(GetType()).Log;

    protected virtual Func<ToolOptions, IProcess, object> GetExitHandler(ToolOptions options = null) =>
        options?.ProcessExitHandler ?? ((x, process) => x?.ProcessExitHandling == false ? null : process.AssertZeroExitCode());

    /// <summary>The last word on the options of a call.</summary>
    protected virtual T PreProcess<T>(T options) where T : ToolOptions => options;

    protected virtual void PostProcess(ToolOptions options)
    {
    }

    protected virtual IReadOnlyCollection<Output> Run<T>(T options = null) where T : ToolOptions, new()
    {
        options = PreProcess(options ?? new T());
        var renderer = new ArgumentRenderer(options);
        using var process = ProcessTasks.StartProcess(
            GetToolPathInternal(options),
            renderer.Render(),
            options.ProcessWorkingDirectory,
            options.ProcessEnvironmentVariables,
            options.ProcessExecutionTimeout,
            options.ProcessOutputLogging,
            options.ProcessInvocationLogging,
            GetLogger(options),
            renderer.Filter());
        process.AssertWaitForExit();
        GetExitHandler(options)(options, process);
        PostProcess(options);
        return process.Output;
    }

    protected IReadOnlyCollection<Output> Run(
        ArgumentStringHandler arguments,
        string workingDirectory = null,
        IReadOnlyDictionary<string, string> environmentVariables = null,
        int? timeout = null,
        bool? logOutput = null,
        bool? logInvocation = null,
        Action<OutputType, string> logger = null,
        Func<IProcess, object> exitHandler = null)
    {
        using var process = ProcessTasks.StartProcess(
            GetToolPathInternal(),
            arguments,
            workingDirectory,
            environmentVariables,
            timeout,
            logOutput,
            logInvocation,
            logger ?? GetLogger());
        process.AssertWaitForExit();
        (exitHandler ?? (x => GetExitHandler()(null, x)))(process);
        return process.Output;
    }
}
