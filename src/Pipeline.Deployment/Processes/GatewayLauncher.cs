using System.Diagnostics;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Traffic;
using Pipeline.Environments;

namespace Pipeline.Deployment.Processes;

/// <summary>Starts the gateway of an environment that has none, and ends what one left behind.</summary>
public sealed class GatewayLauncher(EnvironmentSite site, GatewayProgram program, GatewayClient client)
{
    /// <summary>What a gateway, and with it every server, may see of the caller's variables: no secrets.</summary>
    private static readonly string[] Passed =
        ["PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR", "DOTNET_ROOT", "DOTNET_ROOT_X64", "LD_LIBRARY_PATH"];

    /// <exception cref="GatewayNotLaunchedException">It does not listen; with what is in the way.</exception>
    public async Task<GatewayDocument> EnsureAsync(GatewayAddress address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (await client.GreetAsync(cancellationToken) is not { } gateway)
        {
            site.Folder.Create();
            var installed = await program.InstallAsync(site.Folder, cancellationToken);
            await RunAsync(installed, "launch", address, cancellationToken);
            return await client.GreetAsync(cancellationToken)
                ?? throw new GatewayNotLaunchedException(site.Folder.Path, "It ended as soon as it had listened.");
        }

        return address.EndPoint is null || address.ToString() == gateway.Address
            ? gateway
            : throw new GatewayNotLaunchedException(
                site.Folder.Path, $"One listens at {gateway.Address} and not at {address}; take the environment down first.");
    }

    /// <summary>Ends every server of an environment whose gateway does not run.</summary>
    public async Task TakeDownAsync(CancellationToken cancellationToken) =>
        await RunAsync(await FindProgramAsync(cancellationToken), "take-down", GatewayAddress.Auto, cancellationToken);

    /// <summary>Starts the gateway where it does not run, with the program that the environment has already.</summary>
    /// <exception cref="GatewayNotLaunchedException">It does not listen; with what is in the way.</exception>
    public async Task EnsureAsBeforeAsync(CancellationToken cancellationToken)
    {
        if (await client.GreetAsync(cancellationToken) is null)
            await RunAsync(await FindProgramAsync(cancellationToken), "launch", GatewayAddress.Auto, cancellationToken);
    }

    private async Task<string> FindProgramAsync(CancellationToken cancellationToken)
    {
        site.Folder.Create();
        return GatewayProgram.FindInstalled(site.Folder) ?? await program.InstallAsync(site.Folder, cancellationToken);
    }

    private async Task RunAsync(string file, string mode, GatewayAddress address, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(file,
        [
            mode, "--folder", site.Folder.Path, "--project", site.Project, "--environment", site.Environment,
            "--model", site.Model.ToString(), "--address", address.ToString(),
        ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = site.Folder.Path,
        };
        foreach (var name in start.Environment.Keys.Except(Passed).ToList())
            start.Environment.Remove(name);
        using var launcher = Process.Start(start)!;
        launcher.StandardInput.Close();
        var output = launcher.StandardOutput.ReadToEndAsync(cancellationToken);
        var said = await launcher.StandardError.ReadToEndAsync(cancellationToken);
        await Task.WhenAll(output, launcher.WaitForExitAsync(cancellationToken));
        if (launcher.ExitCode != 0)
            throw new GatewayNotLaunchedException(site.Folder.Path, said.Trim());
    }
}

/// <summary>An environment's gateway could not be started.</summary>
public sealed class GatewayNotLaunchedException(string folder, string reason) : Exception(
    $"The gateway of the environment in '{folder}' was not started. {reason}");
