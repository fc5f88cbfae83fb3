using System.Runtime.InteropServices;

namespace Pipeline.Worker;

/// <summary>The composition: real time, and an end that can be asked for.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        using var ended = new CancellationTokenSource();
        using var registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            ended.Cancel();
        });
        return await new WorkerProgram(TimeProvider.System, Console.Out, Console.Error).RunAsync(arguments, ended.Token);
    }
}
