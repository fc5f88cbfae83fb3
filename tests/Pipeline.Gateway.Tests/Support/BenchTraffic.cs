using Pipeline.Deployment.Rollouts;
using Pipeline.Environments;
using Pipeline.Gateway.State;

namespace Pipeline.Testing;

/// <summary>A runner's way to a bench, on which it can be killed before or after any change that it asks for.</summary>
internal sealed class BenchTraffic(Bench bench) : ITraffic
{
    /// <summary>Of each revision, all answered well.</summary>
    public long RequestsBetweenLooks { get; set; } = 1000;

    /// <summary>Of the candidate, out of those.</summary>
    public long ErrorsBetweenLooks { get; set; }

    /// <summary>Told of each look while a candidate shares the traffic, before it is counted.</summary>
    public Action? OnLook { get; init; }

    /// <summary>Told of each change before it is made.</summary>
    public Action<EnvironmentChange>? BeforeChange { get; init; }

    /// <summary>Told of each change once it is made.</summary>
    public Action<EnvironmentChange>? OnChange { get; init; }

    /// <summary>Counted from 1; 0 is never.</summary>
    public int KilledAt { get; init; }

    /// <summary>Whether the change that it dies at is still carried out.</summary>
    public bool DiesAfter { get; init; }

    public int Changes { get; private set; }

    public bool IsDead { get; private set; }

    public async Task<EnvironmentStatus> ReadAsync(int events, CancellationToken cancellationToken)
    {
        Live();
        await bench.LookAsync();
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        var status = await bench.Keeper.StatusAsync(events, cancellationToken);
        bench.Traffic.Counts ??= new TrafficSnapshot("epoch", []);
        if (status.Document.Weight > 0)
            OnLook?.Invoke();
        bench.Ask(RequestsBetweenLooks, ErrorsBetweenLooks);
        return status with { Traffic = bench.Traffic.Counts };
    }

    public async Task<Lease> AcquireAsync(LeaseRequest request, CancellationToken cancellationToken) =>
        Value(await bench.Keeper.AcquireAsync(request, cancellationToken));

    public async Task RenewAsync(long token, CancellationToken cancellationToken)
    {
        Live();
        Value(await bench.Keeper.RenewAsync(token, cancellationToken));
    }

    public async Task ReleaseAsync(long token, CancellationToken cancellationToken)
    {
        Live();
        Value(await bench.Keeper.ReleaseAsync(token, cancellationToken));
    }

    public async Task<EnvironmentDocument> ChangeAsync(ChangeRequest request, CancellationToken cancellationToken)
    {
        Live();
        var dies = ++Changes == KilledAt;
        IsDead = dies && !DiesAfter;
        Live();
        BeforeChange?.Invoke(request.Change);
        var document = Value(await bench.Keeper.ChangeAsync(request, cancellationToken));
        IsDead = dies;
        Live();
        OnChange?.Invoke(request.Change);
        return document;
    }

    private static T Value<T>(Reply<T> reply)
        where T : class =>
        reply.Value ?? throw new EnvironmentRefusedException(reply.Refusal!);

    private void Live()
    {
        if (IsDead)
            throw new KilledException();
    }
}
