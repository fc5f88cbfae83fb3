using System.Runtime.InteropServices;

namespace Pipeline.Targets;

/// <summary>Turns the first Ctrl-C or SIGTERM into a cancellation; the second one ends the process as usual.</summary>
internal static class InterruptionSource
{
    /// <returns>The connection to SIGTERM, which ends when it is disposed.</returns>
    public static IDisposable Connect(CancellationTokenSource interruption)
    {
        Console.CancelKeyPress += (_, e) => e.Cancel = Interrupt(interruption);
        return PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = Interrupt(interruption));
    }

    /// <summary>Whether this was the first time.</summary>
    private static bool Interrupt(CancellationTokenSource interruption)
    {
        if (interruption.IsCancellationRequested)
            return false;
        interruption.Cancel();
        return true;
    }
}
