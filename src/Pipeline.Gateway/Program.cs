using System.CommandLine;
using System.Runtime.InteropServices;
using Pipeline.Environments;
using Pipeline.Gateway.Hosting;
using Pipeline.Gateway.State;
using Pipeline.Gateway.Supervision;

namespace Pipeline.Gateway;

internal static class Program
{
    private const int Refused = 1;
    private const int WrongUse = 2;
    private const int Crashed = 70;

    /// <summary>Another gateway keeps the environment; whoever asked for one may use that.</summary>
    internal const int Busy = 3;

    private static async Task<int> Main(string[] arguments)
    {
        if (!OperatingSystem.IsLinux())
            return Say("The gateway of the process engine runs on Linux.", WrongUse);
        // A command line takes longer to be read than a relay to be there, and somebody waits for that.
        if (arguments is [Relay.Word])
            return await Relay.RunAsync();
        var parsed = GatewayCommand.Create(RunSafelyAsync).Parse(arguments);
        var isQuestion = arguments.Any(x => x is "--help" or "-h" or "-?" or "--version");
        if (!isQuestion && GatewayCommand.ProblemsOf(parsed) is { Count: > 0 } problems)
            return Say(string.Join(' ', problems), WrongUse);
        return await parsed.InvokeAsync(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
    }

    /// <summary>Signals are handled here and not by the command line, which would end the process after two seconds.</summary>
    private static async Task<int> RunSafelyAsync(GatewayArguments arguments, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, x => End(x, end));
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, x => End(x, end));
        try
        {
            return await RunAsync(arguments, end.Token);
        }
        catch (Exception exception)
        {
            return exception switch
            {
                EnvironmentBusyException => Say(exception.Message, Busy),
                GatewayNotStartedException or EnvironmentDamagedException => Say(exception.Message, Refused),
                _ => end.IsCancellationRequested ? 0 : Say(exception.ToString(), Crashed),
            };
        }
    }

    private static async Task<int> RunAsync(GatewayArguments arguments, CancellationToken cancellationToken)
    {
        PosixCalls.KeepHandlesFromChildren();
        switch (arguments.Mode)
        {
            case GatewayMode.Launch:
                await new Launcher(arguments, TimeProvider.System).RunAsync(cancellationToken);
                return 0;
            case GatewayMode.Watch:
                return await new Watcher(arguments, TimeProvider.System).RunAsync(cancellationToken);
            default:
                await new GatewayHost(arguments, TimeProvider.System).RunAsync(cancellationToken);
                return 0;
        }
    }

    private static void End(PosixSignalContext context, CancellationTokenSource end)
    {
        context.Cancel = true;
        end.Cancel();
    }

    private static int Say(string sentence, int exitCode)
    {
        Console.Error.WriteLine(sentence);
        return exitCode;
    }
}
