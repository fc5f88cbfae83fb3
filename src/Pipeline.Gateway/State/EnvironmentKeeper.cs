using System.Diagnostics;
using System.Globalization;
using Pipeline.Core.Audit;
using Pipeline.Environments;
using Pipeline.Gateway.Supervision;

namespace Pipeline.Gateway.State;

/// <summary>The only writer of an environment: one change at a time, by the lease's holder or by what the gateway saw.</summary>
/// <param name="store">Where it is kept.</param>
/// <param name="clock">The time.</param>
/// <param name="traffic">Divides the requests as each committed document says.</param>
/// <param name="isRunning">Whether a lease's holder is still there; null asks the system.</param>
internal sealed class EnvironmentKeeper(
    EnvironmentStore store,
    TimeProvider clock,
    ITrafficControl traffic,
    Func<ProcessIdentity, bool>? isRunning = null) : IDisposable
{
    private readonly Func<ProcessIdentity, bool> _isRunning = isRunning ?? (x => x.IsRunning);
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private long _renewed = clock.GetTimestamp();
    private volatile string? _trouble;
    private RolloutReport? _report;

    /// <summary>Told of each committed document, in order, before the change is answered.</summary>
    public event Action<EnvironmentDocument>? Changed;

    public EnvironmentDocument Current => store.Current;

    /// <summary>Whether the gateway ends once its last server did.</summary>
    public bool IsEnding { get; private set; }

    public void Dispose() => _oneAtATime.Dispose();

    /// <summary>What is committed now. A long history holds no change up: what is committed is never written to again.</summary>
    public async Task<EnvironmentStatus> StatusAsync(int events, CancellationToken cancellationToken)
    {
        var document = Current;
        var (split, trouble) = await ReadTrafficAsync(cancellationToken);
        return new EnvironmentStatus(document, await store.LastAsync(document.Journal, events, cancellationToken))
        {
            Traffic = traffic.Counts,
            Split = split,
            SplitTrouble = trouble,
            Report = _report is { } report && report.Revision == document.Candidate ? report : null,
        };
    }

    /// <summary>Takes what the leader of a rollout saw, for whoever asks how it goes.</summary>
    public Task<Reply<ReportRequest>> ReportAsync(ReportRequest request, CancellationToken cancellationToken)
    {
        if (Stale(request.Token) is { } stale)
            return Task.FromResult<Reply<ReportRequest>>(stale);
        _report = request.Report;
        return Task.FromResult<Reply<ReportRequest>>(request);
    }

    public Task<Reply<Lease>> AcquireAsync(LeaseRequest request, CancellationToken cancellationToken) => AloneAsync(
        async () =>
        {
            if (Current.Lease is { } held && !request.TakeOver && VoidBecause(held) is null)
                return (Reply<Lease>)new Refusal(RefusalKind.LeaseHeld, Held(held));
            var lease = new Lease
            {
                Token = Current.LastToken + 1,
                Holder = request.Holder,
                Process = request.Process,
                Since = clock.GetUtcNow(),
            };
            if (Current.Lease is not null)
            {
                var why = request.Reason is { } reason ? $" ({reason.TrimEnd('.')})" : "";
                var candidate = Current.Candidate;
                await LapseAsync($"{Name(request.Holder)} took the lease over{why}", cancellationToken);
                lease = lease with { Abandoned = Current.Candidate is null ? candidate : null };
            }

            await CommitAsync(Current with { Lease = lease, LastToken = lease.Token }, [], cancellationToken);
            _renewed = clock.GetTimestamp();
            return lease;
        },
        cancellationToken);

    public Task<Reply<Lease>> RenewAsync(long token, CancellationToken cancellationToken) => AloneAsync(
        () =>
        {
            if (Stale(token) is { } stale)
                return Task.FromResult<Reply<Lease>>(stale);
            _renewed = clock.GetTimestamp();
            return Task.FromResult<Reply<Lease>>(Current.Lease!);
        },
        cancellationToken);

    /// <summary>Ends the lease, and a rollout that is not paused with it: nobody leads it any more.</summary>
    public Task<Reply<Lease>> ReleaseAsync(long token, CancellationToken cancellationToken) => AloneAsync(
        async () =>
        {
            if (Stale(token) is { } stale)
                return (Reply<Lease>)stale;
            var lease = Current.Lease!;
            await LapseAsync($"{Name(lease.Holder)} gave up its lease", cancellationToken);
            return lease;
        },
        cancellationToken);

    public Task<Reply<EnvironmentDocument>> ChangeAsync(ChangeRequest request, CancellationToken cancellationToken) => AloneAsync(
        async () =>
        {
            var asksHolder = request.Change is EnvironmentChange.AskToPause;
            if (!asksHolder && Stale(request.Token) is { } stale)
                return (Reply<EnvironmentDocument>)stale;
            var cause = new Cause(request.Actor, request.Reason, clock.GetUtcNow()) { Traffic = traffic.Counts };
            if (Transitions.Apply(Current, request.Change, cause) is Transition.Refused refused)
                return new Refusal(RefusalKind.NotPossible, refused.Message);
            _renewed = asksHolder ? _renewed : clock.GetTimestamp();
            await CommitAsync((Transition.Done)Transitions.Apply(Current, request.Change, cause), cancellationToken);
            IsEnding |= request.Change is EnvironmentChange.TakeDown;
            return Current;
        },
        cancellationToken);

    /// <summary>Takes the environment down without a lease, for a gateway that was started to do just that.</summary>
    public async Task TakeDownAsync(Actor actor, string reason, CancellationToken cancellationToken)
    {
        await ObserveAsync(
            (x, now) => (Transition.Done)Transitions.Apply(x, new EnvironmentChange.TakeDown(), new Cause(actor, reason, now)),
            cancellationToken);
        IsEnding = true;
    }

    /// <summary>Commits what the gateway saw; null where it saw nothing after all.</summary>
    public Task ObserveAsync(
        Func<EnvironmentDocument, DateTimeOffset, Transition.Done?> observation,
        CancellationToken cancellationToken) => AloneAsync(
        async () =>
        {
            if (observation(Current, clock.GetUtcNow()) is { } done)
                await CommitAsync(done, cancellationToken);
            return true;
        },
        cancellationToken);

    /// <summary>Ends a lease whose holder is gone, and abandons the rollout that it led.</summary>
    public Task EndVoidLeaseAsync(CancellationToken cancellationToken) => AloneAsync(
        async () =>
        {
            var isSettled = Current.Rollout is null or { Phase: RolloutPhase.Paused };
            if (Current.Lease is { } lease && VoidBecause(lease) is { } because)
                await LapseAsync(because, cancellationToken);
            else if (Current.Lease is null && !isSettled)
                await LapseAsync("nobody leads it", cancellationToken);
            return true;
        },
        cancellationToken);

    /// <summary>Divides the requests again as the document says, where they are not.</summary>
    public Task EnsureTrafficAsync(CancellationToken cancellationToken) => AloneAsync(
        async () =>
        {
            var (split, _) = await ReadTrafficAsync(cancellationToken);
            if (split == TrafficSplit.Of(Current))
                _trouble = null;
            else
                await SetTrafficAsync(cancellationToken);
            return true;
        },
        cancellationToken);

    /// <summary>Ends the lease; and with it the rollout that it led, unless that waits for a person.</summary>
    private async Task LapseAsync(string because, CancellationToken cancellationToken)
    {
        var free = Current with { Lease = null };
        if (Current.Rollout is null or { Phase: RolloutPhase.Paused })
            await CommitAsync(free, [], cancellationToken);
        else
            await CommitAsync(Observations.Abandoned(free, because, clock.GetUtcNow()), cancellationToken);
    }

    private Task CommitAsync(Transition.Done done, CancellationToken cancellationToken) =>
        CommitAsync(done.Document, [done.Entry], cancellationToken);

    private async Task CommitAsync(
        EnvironmentDocument next, IReadOnlyCollection<AuditEntry> entries, CancellationToken cancellationToken)
    {
        await store.CommitAsync(next, entries, cancellationToken);
        await SetTrafficAsync(cancellationToken);
        Changed?.Invoke(Current);
    }

    /// <summary>What is committed stays committed: a split that is not in effect is set again at the next look.</summary>
    private async Task SetTrafficAsync(CancellationToken cancellationToken)
    {
        try
        {
            await traffic.SetAsync(TrafficSplit.Of(Current), cancellationToken);
            _trouble = null;
        }
        catch (TrafficControlException exception)
        {
            _trouble = exception.Message;
        }
    }

    private async Task<(TrafficSplit? Split, string? Trouble)> ReadTrafficAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await traffic.ReadAsync(cancellationToken), _trouble);
        }
        catch (TrafficControlException exception)
        {
            return (null, _trouble ?? exception.Message);
        }
    }

    private Refusal? Stale(long token) => Current.Lease switch
    {
        { } lease when lease.Token == token => null,
        { } other => new Refusal(
            RefusalKind.LeaseLost, $"Lease {token} of {Current.Title} is no longer valid: {Holds(other)}."),
        null => new Refusal(RefusalKind.LeaseLost, $"Lease {token} of {Current.Title} has ended."),
    };

    private string Held(Lease lease) =>
        $"{Current.Title} is being changed: {Holds(lease)}. Wait until that is done, or end it.";

    private static string Holds(Lease lease) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name(lease.Holder)}{(lease.Process is null ? "" : $" ({lease.Process})")} holds it since {lease.Since:u}");

    private string? VoidBecause(Lease lease)
    {
        var who = Name(lease.Holder) + (lease.Process is null ? "" : $" ({lease.Process})");
        return lease.Process is { } process && !_isRunning(process) ? $"{who} ended"
            : clock.GetElapsedTime(_renewed) > Lease.Lifetime ? $"{who} was silent for {Lease.Lifetime.TotalSeconds:0} seconds"
            : null;
    }

    private static string Name(Actor actor) => actor.Name;

    private async Task<T> AloneAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            return await work();
        }
        finally
        {
            _oneAtATime.Release();
        }
    }
}

/// <summary>What was asked for, or why it is refused.</summary>
internal sealed record Reply<T>(T? Value, Refusal? Refusal)
    where T : class
{
    public static implicit operator Reply<T>(T value) => new(value, null);

    public static implicit operator Reply<T>(Refusal refusal) => new(null, refusal);
}
