using Pipeline.Core.Audit;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Traffic;
using Pipeline.Environments;

namespace Pipeline.Deployment.Down;

/// <summary>Ends everything that runs in an environment. Its journal and its revision numbers stay.</summary>
public sealed class TakeDownController(IEngineSite engine, GatewayClient client)
{
    /// <param name="actor">Who asks for it.</param>
    /// <param name="takeOver">Ends another's lease first.</param>
    /// <param name="cancellationToken">Ends the waiting, not what was begun.</param>
    /// <returns>Whether there was anything to end.</returns>
    /// <exception cref="EnvironmentRefusedException">Somebody else changes the environment.</exception>
    /// <exception cref="EnvironmentNotDownException">Something still runs after 40 s.</exception>
    public async Task<bool> RunAsync(Actor actor, bool takeOver, CancellationToken cancellationToken)
    {
        if (await engine.Reach.FindAsync(EnvironmentFolder.DocumentName, cancellationToken) is null)
            return false;
        await engine.RemoveAsync(await TryAskAsync(Ask(actor, takeOver), cancellationToken), cancellationToken);
        return true;
    }

    private static LeaseRequest Ask(Actor actor, bool takeOver) =>
        new(actor) { Process = ProcessIdentity.Current, TakeOver = takeOver };

    /// <summary>Null when no gateway answers.</summary>
    private async Task<GatewayDocument?> TryAskAsync(LeaseRequest request, CancellationToken cancellationToken)
    {
        try
        {
            if (await client.FindAsync(cancellationToken) is not { } gateway)
                return null;
            var lease = await client.AcquireAsync(request, cancellationToken);
            var takeDown = new EnvironmentChange.TakeDown();
            await client.ChangeAsync(
                new ChangeRequest(lease.Token, request.Holder, "Everything in the environment ends.", takeDown),
                cancellationToken);
            return gateway;
        }
        catch (GatewayUnreachableException)
        {
            return null;
        }
    }
}

/// <summary>An environment was asked to end, and did not.</summary>
/// <param name="place">"the environment in '/home/ann/...'".</param>
/// <param name="what">What still runs: "process 4711".</param>
public sealed class EnvironmentNotDownException(string place, string what) : Exception(
    $"{Capital(place)} was asked to end, and {what} still runs. End that, and take the environment down again.")
{
    private static string Capital(string text) => text is [var first, ..] ? char.ToUpperInvariant(first) + text[1..] : "";
}
