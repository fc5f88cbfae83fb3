using Pipeline.Core.Audit;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Traffic;
using Pipeline.Environments;

namespace Pipeline.Deployment.Down;

/// <summary>Ends everything that runs in an environment. Its journal and its revision numbers stay.</summary>
public sealed class TakeDownController(
    EnvironmentFolder folder, GatewayClient client, GatewayLauncher launcher, TimeProvider clock)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    /// <param name="actor">Who asks for it.</param>
    /// <param name="takeOver">Ends another's lease first.</param>
    /// <param name="cancellationToken">Ends the waiting, not what was begun.</param>
    /// <returns>Whether there was anything to end.</returns>
    /// <exception cref="EnvironmentRefusedException">Somebody else changes the environment.</exception>
    /// <exception cref="EnvironmentNotDownException">Something still runs after 40 s.</exception>
    public async Task<bool> RunAsync(Actor actor, bool takeOver, CancellationToken cancellationToken)
    {
        if (!File.Exists(folder.Document))
            return false;
        if (!await TryAskAsync(Ask(actor, takeOver), cancellationToken))
            await launcher.TakeDownAsync(cancellationToken);
        foreach (var path in new[] { folder.Images, folder.Programs, folder.Logs }.Where(Directory.Exists))
            Directory.Delete(path, recursive: true);
        File.Delete(folder.Gateway);
        File.Delete(folder.Token);
        File.Delete(folder.Secret);
        return true;
    }

    private static LeaseRequest Ask(Actor actor, bool takeOver) =>
        new(actor) { Process = ProcessIdentity.Current, TakeOver = takeOver };

    /// <summary>False when no gateway answers.</summary>
    private async Task<bool> TryAskAsync(LeaseRequest request, CancellationToken cancellationToken)
    {
        try
        {
            if (await client.FindAsync(cancellationToken) is not { } gateway)
                return false;
            await AskAsync(gateway, request, cancellationToken);
            return true;
        }
        catch (GatewayUnreachableException)
        {
            return false;
        }
    }

    private async Task AskAsync(GatewayDocument gateway, LeaseRequest request, CancellationToken cancellationToken)
    {
        var lease = await client.AcquireAsync(request, cancellationToken);
        var takeDown = new EnvironmentChange.TakeDown();
        await client.ChangeAsync(
            new ChangeRequest(lease.Token, request.Holder, "Everything in the environment ends.", takeDown), cancellationToken);
        var began = clock.GetTimestamp();
        foreach (var process in new[] { gateway.Process, gateway.Watcher }.OfType<ProcessIdentity>())
        {
            while (process.IsRunning)
            {
                if (clock.GetElapsedTime(began) > Longest)
                    throw new EnvironmentNotDownException(folder.Path, process);
                await Task.Delay(LookEvery, clock, cancellationToken);
            }
        }
    }
}

/// <summary>An environment was asked to end, and did not.</summary>
public sealed class EnvironmentNotDownException(string folder, ProcessIdentity process) : Exception(
    $"The environment in '{folder}' was asked to end, and {process} still runs. End that, and take the environment down again.");
