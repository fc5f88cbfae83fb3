using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Pipeline.Deployment.Processes;
using Pipeline.Environments;

namespace Pipeline.Delivery.Serving;

/// <summary>A server on a free port of loopback, for as long as this is not disposed of.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int MostKept = 20;
    private const int MostCharacters = 500;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    private readonly Process _process;
    private readonly Queue<string> _said = new();
    private readonly Queue<string> _complained = new();
    private readonly Lock _gate = new();

    private ServerProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(_said, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(_complained, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>From the start of the process until it said that it was ready.</summary>
    public TimeSpan StartTime { get; private set; }

    /// <summary>Null where the system does not say, or the process is gone.</summary>
    public ResidentMemory? Memory => ResidentMemory.TryRead(_process.Id);

    /// <summary>The last lines that it said, and behind them its last complaints: the two come on ways of their own.</summary>
    public IReadOnlyList<string> Log
    {
        get
        {
            lock (_gate)
                return [.. _said, .. _complained];
        }
    }

    /// <param name="program">What to run, with its arguments and the variables beside the usual ones.</param>
    /// <param name="announce">The file that it writes its address to, which is not there yet.</param>
    /// <param name="patience">How long it may take until then.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ServerNotReadyException">It ended, or took too long.</exception>
    public static async Task<ServerProcess> StartAsync(
        ServerLaunch program, string announce, TimeSpan patience, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Path.Combine(program.Folder, program.Command), program.Arguments)
        {
            WorkingDirectory = program.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        PassedVariables.Restrict(start.Environment);
        foreach (var (name, value) in program.Variables)
            start.Environment[name] = value;
        var began = Stopwatch.GetTimestamp();
        var server = new ServerProcess(Begin(start));
        try
        {
            await server.WaitAsync(announce, began, patience, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        // The end is near, and what it holds open must be free when this returns: nothing may cut the waiting short.
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private static Process Begin(ProcessStartInfo start)
    {
        try
        {
            var process = Process.Start(start)!;
            process.StandardInput.Close();
            return process;
        }
        catch (Win32Exception exception)
        {
            throw new ServerNotReadyException($"it was not started ({exception.Message.TrimEnd('.')})", []);
        }
    }

    private async Task WaitAsync(string announce, long began, TimeSpan patience, CancellationToken cancellationToken)
    {
        while (!File.Exists(announce))
        {
            if (_process.HasExited)
            {
                // Only the exit is waited for by now; the last lines come behind it.
                await _process.WaitForExitAsync(cancellationToken);
                throw new ServerNotReadyException(
                    string.Create(CultureInfo.InvariantCulture, $"it ended with exit code {_process.ExitCode}"), Log);
            }

            if (Stopwatch.GetElapsedTime(began) > patience)
            {
                throw new ServerNotReadyException(
                    string.Create(CultureInfo.InvariantCulture, $"it was not ready within {patience.TotalSeconds:0} s"), Log);
            }

            await Task.Delay(Look, cancellationToken);
        }

        StartTime = Stopwatch.GetElapsedTime(began);
        Address = new Uri(await File.ReadAllTextAsync(announce, cancellationToken));
    }

    private void Keep(Queue<string> last, string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;
        lock (_gate)
        {
            last.Enqueue(line.Length > MostCharacters ? line[..MostCharacters] + "..." : line.Trim());
            while (last.Count > MostKept)
                last.Dequeue();
        }
    }
}

/// <summary>A server did not come so far as to answer.</summary>
/// <param name="reason">A clause about it: "it ended with exit code 1".</param>
/// <param name="log">What it said last.</param>
internal sealed class ServerNotReadyException(string reason, IReadOnlyList<string> log)
    : Exception($"The server does not answer: {reason}.")
{
    public string Reason => reason;

    public IReadOnlyList<string> Log => log;
}
