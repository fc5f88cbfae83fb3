using System;
using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Linq;
using System.Runtime.InteropServices;

namespace Nuke.Common.Tooling;

/// <summary>The processes that run for us, none of which may outlive us.</summary>
internal static class ChildProcesses
{
    private static readonly ConcurrentDictionary<Process, bool> Running = new();

    /// <summary>Since .NET 10 a signal ends the process without the event of its exit.</summary>
    private static readonly PosixSignalRegistration[] Registrations =
    [
        .. new[] { PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }
            .Select(x => PosixSignalRegistration.Create(x, _ => KillAll())),
    ];

    static ChildProcesses() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        KillAll();
        Array.ForEach(Registrations, x => x.Dispose());
    };

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
