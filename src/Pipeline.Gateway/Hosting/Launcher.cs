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
