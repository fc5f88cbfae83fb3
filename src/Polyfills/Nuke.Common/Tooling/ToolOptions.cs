using System;
using System.Collections.Generic;

namespace Nuke.Common.Tooling;

/// <summary>What one call of a tool is told, and how its process is run.</summary>
public abstract class ToolOptions : Options
{
    public string ProcessToolPath => Value<string>();
    public string ProcessWorkingDirectory => Value<string>();

    /// <summary>The whole environment of the process; null for that of this process.</summary>
    public IReadOnlyDictionary<string, string> ProcessEnvironmentVariables => Value<IReadOnlyDictionary<string, string>>();

    /// <summary>In milliseconds; null for no limit.</summary>
    public int? ProcessExecutionTimeout => Value<int?>();

    public bool? ProcessOutputLogging => Value<bool?>();
    public bool? ProcessInvocationLogging => Value<bool?>();

    /// <summary>Whether an exit code other than zero is a failure; null for yes.</summary>
    public bool? ProcessExitHandling => Value<bool?>();

    /// <summary>Text that is put at the end of the command line as it is.</summary>
    public IReadOnlyList<string> ProcessAdditionalArguments => Value<IReadOnlyList<string>>();

    /// <summary>Text that is never shown, neither in the command line nor in the output.</summary>
    public IReadOnlyList<string> ProcessRedactedSecrets => Value<IReadOnlyList<string>>();

    internal Action<OutputType, string> ProcessLogger => Value<Action<OutputType, string>>();

    internal Func<ToolOptions, IProcess, object> ProcessExitHandler => Value<Func<ToolOptions, IProcess, object>>();
}
