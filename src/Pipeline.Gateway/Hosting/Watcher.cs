using System.Diagnostics;
using System.Globalization;
using Pipeline.Core.Documents;
using Pipeline.Environments;

namespace Pipeline.Gateway.Hosting;

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
