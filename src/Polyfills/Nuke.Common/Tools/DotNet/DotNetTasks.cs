using System;
using System.Collections.Generic;
using Nuke.Common.Tooling;
using Serilog.Events;

namespace Nuke.Common.Tools.DotNet;

/// <summary>The .NET SDK's command line, by options or by text.</summary>
[PathTool(Executable = PathExecutable)]
[LogLevelPattern(LogEventLevel.Error, @": error \w{2,5}\d{1,5}:")]
[LogLevelPattern(LogEventLevel.Warning, @": warning \w{2,5}\d{1,5}:")]
public partial class DotNetTasks : ToolTasks, IRequirePathTool
{
    public const string PathExecutable = "dotnet";

    /// <summary>Where the tool is: as set, else as the variable <c>DOTNET_EXE</c> says, else on the PATH.</summary>
    public static string DotNetPath
    {
        get => new DotNetTasks().GetToolPathInternal();
        set => new DotNetTasks().SetToolPath(value);
    }

    public static IReadOnlyCollection<Output> DotNet(
        ArgumentStringHandler arguments,
        string workingDirectory = null,
        IReadOnlyDictionary<string, string> environmentVariables = null,
        int? timeout = null,
        bool? logOutput = null,
        bool? logInvocation = null,
        Action<OutputType, string> logger = null,
        Func<IProcess, object> exitHandler = null) =>
        new DotNetTasks().Run(
            arguments, workingDirectory, environmentVariables, timeout, logOutput, logInvocation, logger, exitHandler);

    private static IReadOnlyCollection<Output> Execute<T>(T options) where T : ToolOptions, new() =>
        new DotNetTasks().Run(options);

    private static IReadOnlyCollection<Output> Execute<T>(Configure<T> configurator) where T : ToolOptions, new() =>
        Execute(configurator.InvokeSafe(new T()));

    private static IEnumerable<(T, IReadOnlyCollection<Output>)> Execute<T>(
        CombinatorialConfigure<T> configurator, int degreeOfParallelism, bool completeOnFailure)
        where T : ToolOptions, new() =>
        configurator.Invoke(Execute, degreeOfParallelism, completeOnFailure);
}
