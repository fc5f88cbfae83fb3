using System.Globalization;
using Pipeline.Environments;

namespace Pipeline.Deployment.Rollouts;

/// <summary>The lease of an environment, renewed for as long as this is not disposed.</summary>
internal sealed class HeldLease : IAsyncDisposable
{
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _over = new();
    private readonly ITraffic _traffic;
    private readonly Task _renewing;

    private HeldLease(ITraffic traffic, Lease lease, RolloutTime time)
    {
        (_traffic, Token, Abandoned, Time) = (traffic, lease.Token, lease.Abandoned, time);
        _renewing = RenewAsync();
    }

    public long Token { get; }

    /// <inheritdoc cref="Lease.Abandoned"/>
    public int? Abandoned { get; }

    /// <summary>How its holder waits.</summary>
    public RolloutTime Time { get; }

    /// <summary>Cancelled when the environment no longer honours the lease.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Why it was lost; null while it is not.</summary>
    public EnvironmentRefusedException? Refusal { get; private set; }

    /// <exception cref="EnvironmentRefusedException">Somebody else holds it, and did for as long as this waits.</exception>
    public static async Task<HeldLease> AcquireAsync(
        ITraffic traffic, LeaseWish wish, TimeProvider clock, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            try
            {
                var lease = await traffic.AcquireAsync(wish.Request, cancellationToken);
                return new HeldLease(traffic, lease, new RolloutTime(wish.Options, clock));
            }
            catch (EnvironmentRefusedException) when (clock.GetElapsedTime(began) < wish.Wait)
            {
                await Task.Delay(wish.Options.AskForLeaseEvery, clock, cancellationToken);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _renewing;
        if (Refusal is null)
            await ReleaseAsync();
        _lost.Dispose();
        _over.Dispose();
    }

    /// <summary>Best effort: the environment ends the lease by itself soon after this process ended.</summary>
    private async Task ReleaseAsync()
    {
        try
        {
            await _traffic.ReleaseAsync(Token, CancellationToken.None);
        }
        catch (Exception exception) when (exception is EnvironmentRefusedException or Traffic.GatewayUnreachableException)
        {
            Refusal = exception as EnvironmentRefusedException;
        }
    }

    private async Task RenewAsync()
    {
        try
        {
            var wasRenewed = true;
            while (true)
            {
                await Task.Delay(wasRenewed ? Time.Options.RenewEvery : Time.Options.AskForLeaseEvery, Time.Clock, _over.Token);
                wasRenewed = await TryRenewAsync();
            }
        }
        catch (EnvironmentRefusedException exception)
        {
            Refusal = exception;
            await _lost.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    /// <summary>
    /// False when no answer came in time: it is asked again soon, since the lease outlives several renewals, and the environment
    /// says itself when it does not.
    /// </summary>
    private async Task<bool> TryRenewAsync()
    {
        using var limit = new CancellationTokenSource(Time.Options.RenewWithin, Time.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _over.Token);
        try
        {
            await _traffic.RenewAsync(Token, either.Token);
            return true;
        }
        catch (Traffic.GatewayUnreachableException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!_over.IsCancellationRequested)
        {
            return false;
        }
    }
}

/// <summary>An environment did not do what it was asked for; the refusal names who or what stands in the way.</summary>
public sealed class EnvironmentRefusedException(Refusal refusal) : Exception(refusal?.Message)
{
    public RefusalKind Kind { get; } = refusal?.Kind ?? RefusalKind.NotPossible;
}

/// <summary>A lease, and how long its holder would wait for it.</summary>
internal sealed record LeaseWish(LeaseRequest Request, TimeSpan Wait, RolloutOptions Options);
