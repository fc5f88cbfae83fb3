using System.Runtime.InteropServices;

namespace Pipeline.Gateway.Supervision;

/// <summary>What .NET has no call for.</summary>
internal static class PosixCalls
{
    public const int Terminate = 15;
    public const int Kill = 9;

    private const int SetDescriptorFlags = 2;
    private const int CloseOnExec = 1;
    private const int FirstInherited = 3;

    /// <summary>Signals the process and all others of the session that it leads.</summary>
    public static void Signal(int process, int signal)
    {
        if (Send(-process, signal) != 0)
            _ = Send(process, signal);
    }

    /// <summary>
    /// Keeps what this process was given, such as the far end of somebody's pipe, from everything that it starts: whoever
    /// reads that pipe would wait for a server that never ends.
    /// </summary>
    public static void KeepHandlesFromChildren()
    {
        foreach (var name in Directory.GetFileSystemEntries("/proc/self/fd").Select(Path.GetFileName))
        {
            if (int.TryParse(name, out var handle) && handle >= FirstInherited)
                _ = Control(handle, SetDescriptorFlags, CloseOnExec);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Send(int process, int signal);

    [DllImport("libc", EntryPoint = "fcntl")]
    private static extern int Control(int handle, int command, int argument);
}
