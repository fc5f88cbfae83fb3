using System.Diagnostics;
using System.Runtime.InteropServices;
using Pipeline.Models;
using Pipeline.Onnx.Sessions;

namespace Pipeline.Onnx.Commands;

/// <summary>
/// Runs a command to its end, and everything that it starts with it. It is given the variables that its manifest names, and no
/// others but those that every program needs.
/// </summary>
internal sealed class CommandRun(CommandOptions options, TrainingPlace place, WorkFolder folder)
{
    private const int MostKept = 20;
    private const int MostCharacters = 500;
    private const int Kill = 9;
    private const string OwnSession = "/usr/bin/setsid";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(5);

    private static readonly string[] Usual =
    [
        "PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "PATHEXT", "SystemRoot", "TEMP", "TMP", "USERPROFILE",
        OnnxSessions.NoTelemetry,
    ];

    private readonly Lock _gate = new();
    private readonly Queue<string> _last = new();

    /// <summary>The program behind a name: a file of the model's folder, a path, or what the PATH has.</summary>
    public static string? Find(string name, TrainingPlace place)
    {
        if (place.TryResolve(name, out var own, out _) && File.Exists(own))
            return own;
        if (Path.IsPathRooted(name))
            return File.Exists(name) ? name : null;
        string[] endings = ["", .. OperatingSystem.IsWindows() ? new[] { ".exe", ".cmd", ".bat" } : []];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(path => endings.Select(ending => Path.Combine(path, name + ending)))
            .FirstOrDefault(File.Exists);
    }

    /// <param name="say">Takes each line that it prints.</param>
    /// <param name="time">Says when its time is over.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public CommandEnd Run(Action<string> say, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var process = Process.Start(Start())!;
        process.StandardInput.Close();
        var readers = new[] { process.StandardOutput, process.StandardError }
            .Select(stream => Task.Run(() => Read(stream, say), CancellationToken.None)).ToArray();
        int? code = null;
        try
        {
            while (!process.WaitForExit(Look) && time.GetElapsedTime(started) <= options.Timeout)
                cancellationToken.ThrowIfCancellationRequested();
            if (process.HasExited)
                code = process.ExitCode;
        }
        finally
        {
            // What it left running holds its output open, and would be waited for in vain.
            EndAll(process);
            Task.WaitAll(readers, (int)Drain.TotalMilliseconds, CancellationToken.None);
        }

        lock (_gate)
            return new CommandEnd(code, [.. _last]);
    }

    private ProcessStartInfo Start()
    {
        string[] command =
        [
            Find(options.Command[0], place)!,
            .. options.Command.Skip(1).Select(x => place.TryResolve(x, out var path, out _) && File.Exists(path) ? path : x),
        ];
        // A session of its own can be ended as a whole, with what has left the tree of its processes.
        if (File.Exists(OwnSession))
            command = [OwnSession, .. command];
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var name in Usual.Concat(options.Environment).Distinct())
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
                start.Environment[name] = value;
        }

        foreach (var (name, value) in folder.Variables)
            start.Environment[name] = value;
        return start;
    }

    private void Read(StreamReader stream, Action<string> say)
    {
        while (stream.ReadLine() is { } line)
        {
            var shown = line.Length > MostCharacters ? line[..MostCharacters] + "..." : line;
            if (string.IsNullOrWhiteSpace(shown))
                continue;
            lock (_gate)
            {
                _last.Enqueue(shown.Trim());
                while (_last.Count > MostKept)
                    _last.Dequeue();
                say(shown);
            }
        }
    }

    private static void EndAll(Process process)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(OwnSession))
            _ = Signal(-process.Id, Kill);
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
    }

    [DllImport("libc", EntryPoint = "kill", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);
}

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">Null where its time was over.</param>
/// <param name="LastLines">Of what it printed, to either stream.</param>
internal sealed record CommandEnd(int? ExitCode, IReadOnlyList<string> LastLines);
