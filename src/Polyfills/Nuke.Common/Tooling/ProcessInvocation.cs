using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Text;

namespace Nuke.Common.Tooling;

/// <summary>All that is asked of a process that is about to start.</summary>
internal sealed record ProcessInvocation(string ToolPath, string Arguments)
{
    public string WorkingDirectory { get; init; }

    /// <summary>The whole environment of the process; null for that of this process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>In milliseconds; null for no limit.</summary>
    public int? Timeout { get; init; }

    public bool LogOutput { get; init; }
    public bool LogInvocation { get; init; }
    public Action<OutputType, string> Logger { get; init; } = ProcessTasks.DefaultLogger;
    public Func<string, string> Filter { get; init; } = x => x;

    public ProcessStartInfo ToStartInfo()
    {
        var info = new ProcessStartInfo(ToolPath, Arguments)
        {
            WorkingDirectory = WorkingDirectory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        if (Environment == null)
            return info;
        info.Environment.Clear();
        foreach (var (name, value) in Environment)
            info.Environment[name] = value;
        return info;
    }
}
