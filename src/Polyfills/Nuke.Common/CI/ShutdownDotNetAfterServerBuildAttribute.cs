using System.ComponentModel;
using System.Diagnostics;
using Nuke.Common.Execution;
using Serilog;

namespace Nuke.Common.CI;

/// <summary>Ends the background servers of compiler and MSBuild after a server build, so that none outlives the job.</summary>
public class ShutdownDotNetAfterServerBuildAttribute : BuildExtensionAttributeBase, IOnBuildFinished
{
    private const int PatienceInMilliseconds = 15_000;

    public bool EnableLogging { get; set; }

    public override float Priority => -100;

    public void OnBuildFinished()
    {
        if (!Build.IsServerBuild)
            return;

        try
        {
            Shutdown();
        }
        catch (Win32Exception exception)
        {
            Log.Warning("The .NET build servers were left running, as dotnet could not be started: {Reason}", exception.Message);
        }
    }

    private void Shutdown()
    {
        var command = new ProcessStartInfo("dotnet", ["build-server", "shutdown"]) { RedirectStandardOutput = true };
        using var process = Process.Start(command);
        process.OutputDataReceived += (_, e) => Report(e.Data);
        process.BeginOutputReadLine();
        if (!process.WaitForExit(PatienceInMilliseconds))
            process.Kill(entireProcessTree: true);
    }

    private void Report(string line)
    {
        if (EnableLogging && !string.IsNullOrWhiteSpace(line))
            Log.Debug("{Output}", line);
    }
}
