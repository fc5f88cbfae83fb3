using System.Diagnostics;
using System.Globalization;
using System.Text;
using Pipeline.Core.Documents;
using Pipeline.Environments;
using Pipeline.Gateway.Supervision;

namespace Pipeline.Gateway.Hosting;

/// <summary>Starts a gateway that outlives whoever asked for it, and waits until it listens.</summary>
internal sealed class Launcher(GatewayArguments arguments, TimeProvider clock)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    /// <exception cref="GatewayNotStartedException">It ended, or does not listen in time; with what it said.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var folder = arguments.Folder;
        folder.Create();
        LogFile.Rotate(folder.GatewayLog);
        var said = File.Exists(folder.GatewayLog) ? new FileInfo(folder.GatewayLog).Length : 0;
        var watcher = DetachedProcess.Start(
            new ProgramStart(Self.File, [.. Self.Arguments, .. arguments.For(GatewayMode.Watch)])
            {
                Folder = folder.Path,
                Log = folder.GatewayLog,
            });
        var began = clock.GetTimestamp();
        while (!await IsListeningAsync(cancellationToken))
        {
            if (watcher.HasExited && watcher.ExitCode != Program.Busy)
                throw new GatewayNotStartedException(Said(said));
            if (clock.GetElapsedTime(began) > Longest)
                throw new GatewayNotStartedException($"It does not listen after {Longest.TotalSeconds:0} s. {Said(said)}");
            await Task.Delay(LookEvery, clock, cancellationToken);
        }
    }

    private async Task<bool> IsListeningAsync(CancellationToken cancellationToken)
    {
        var read = await DocumentFile.ReadAsync<GatewayDocument>(arguments.Folder.Gateway, cancellationToken);
        return read.TryGet(out var gateway) && gateway.Process.IsRunning;
    }

    private string Said(long from)
    {
        using var stream = new FileStream(
            arguments.Folder.GatewayLog, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
        stream.Position = Math.Min(from, stream.Length);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = reader.ReadToEnd().Trim();
        return text.Length > 0 ? text : $"The gateway ended and said nothing in '{arguments.Folder.GatewayLog}'.";
    }
}

/// <summary>Keeps a gateway alive: a crash takes its traffic away, and nobody else would notice.</summary>
internal sealed class Watcher(GatewayArguments arguments, TimeProvider clock)
{
    private const string Variable = "PIPELINE_WATCHER";

    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan GoodRun = TimeSpan.FromMinutes(1);

    /// <summary>The watcher that started this process; null without one.</summary>
    public static ProcessIdentity? OfThisProcess() =>
        int.TryParse(Environment.GetEnvironmentVariable(Variable), CultureInfo.InvariantCulture, out var id)
            ? ProcessIdentity.Of(id)
            : null;

    /// <summary>Until the gateway ends as it was asked to, or could not start in the first place.</summary>
    /// <returns>The gateway's exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var backoff = FirstBackoff;
        while (true)
        {
            var began = clock.GetTimestamp();
            var (code, listened) = await RunOnceAsync(cancellationToken);
            if (code == 0 || !listened || cancellationToken.IsCancellationRequested)
                return code;
            backoff = clock.GetElapsedTime(began) > GoodRun ? FirstBackoff : backoff * 2;
            await Task.Delay(backoff < LongestBackoff ? backoff : LongestBackoff, clock, cancellationToken);
        }
    }

    private async Task<(int Code, bool Listened)> RunOnceAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Self.File, [.. Self.Arguments, .. arguments.For(GatewayMode.Serve)]);
        start.Environment[Variable] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        using var gateway = Process.Start(start)!;
        var identity = ProcessIdentity.Of(gateway.Id);
        await using var end = cancellationToken.Register(
            () => Supervision.PosixCalls.Signal(gateway.Id, Supervision.PosixCalls.Terminate));
        await gateway.WaitForExitAsync(CancellationToken.None);
        var last = await DocumentFile.ReadAsync<GatewayDocument>(arguments.Folder.Gateway, CancellationToken.None);
        return (gateway.ExitCode, last.TryGet(out var document) && document.Process == identity);
    }
}

/// <summary>How this very program is started again.</summary>
internal static class Self
{
    public static string File { get; } = Environment.ProcessPath!;

    /// <summary>The assembly, where this is the dotnet host and not a program of its own.</summary>
    public static IReadOnlyList<string> Arguments { get; } =
        Path.GetFileNameWithoutExtension(File) == "dotnet" ? [typeof(Self).Assembly.Location] : [];
}
