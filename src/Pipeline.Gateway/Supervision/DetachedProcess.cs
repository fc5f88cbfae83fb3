using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Pipeline.Gateway.Supervision;

/// <summary>Starts programs in sessions of their own: no terminal, no input, output to a file, nothing inherited.</summary>
internal static class DetachedProcess
{
    private const string Shell = "/bin/sh";

    /// <summary>The shell becomes setsid, and that the program: its process id is the one that was started.</summary>
    private const string Script = """log=$1; shift; exec setsid "$@" </dev/null >>"$log" 2>&1""";

    /// <exception cref="ProgramNotStartedException">It cannot be started.</exception>
    public static Process Start(ProgramStart program)
    {
        var start = new ProcessStartInfo(Shell, ["-c", Script, "sh", program.Log, program.File, .. program.Arguments])
        {
            WorkingDirectory = program.Folder,
        };
        foreach (var (name, value) in program.Variables)
            start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new ProgramNotStartedException(program.File, exception.Message);
        }
    }
}

/// <summary>A program is not there, or may not be run.</summary>
internal sealed class ProgramNotStartedException(string file, string reason) : Exception(
    $"'{file}' was not started: {reason.TrimEnd('.')}.");

/// <summary>A program, and where it works and writes.</summary>
internal sealed record ProgramStart(string File, IReadOnlyList<string> Arguments)
{
    public required string Folder { get; init; }

    /// <summary>Takes standard output and error, behind what is there.</summary>
    public required string Log { get; init; }

    /// <summary>Beside those of this process.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();
}

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
