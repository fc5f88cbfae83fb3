using System;
using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace Nuke.Common.Tooling;

/// <summary>The processes that run for us, none of which may outlive us.</summary>
internal static class ChildProcesses
{
    private static readonly ConcurrentDictionary<Process, bool> Running = new();

    static ChildProcesses()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => KillAll();
        Console.CancelKeyPress += (_, _) => KillAll();
    }

    public static void Start(Process process)
    {
        process.Start();
        Running.TryAdd(process, true);
    }

    public static void Forget(Process process) => Running.TryRemove(process, out _);

    /// <summary>Ends a process and its descendants; one that ended by itself is fine.</summary>
    public static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It was gone, or went while its descendants were looked for.
        }
    }

    private static void KillAll()
    {
        foreach (var process in Running.Keys)
            Kill(process);
    }
}
