using System.Threading.Channels;
using Pipeline.Environments;
using Pipeline.Gateway.State;

namespace Pipeline.Gateway.Supervision;

/// <summary>
/// Makes what runs what the document says: starts, notes ends, starts again after a growing wait, drains and stops. The
/// document says first what shall run and later what does, so that a kill in between is made good at the next start.
/// </summary>
internal sealed class Supervisor(
    EnvironmentKeeper keeper, IRevisionRuntime runtime, ITrafficControl traffic, SupervisorOptions options, TimeProvider clock)
{
    private const int LastLines = 100;

    private readonly Dictionary<int, Attempts> _attempts = [];
    private readonly Channel<bool> _nudges = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Looks now instead of at the next turn.</summary>
    public void Nudge() => _nudges.Writer.TryWrite(true);

    /// <summary>Until it is cancelled, or the environment was taken down and nothing runs any more.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await runtime.EndUnknownAsync(keeper.Current.Revisions, cancellationToken);
        await using var timer = clock.CreateTimer(_ => Nudge(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        while (true)
        {
            await TryLookAsync(cancellationToken);
            if (options.EndsWhenDown && IsOver)
                return;
            timer.Change(IsAtRest() ? options.LookAtRestEvery : options.LookEvery, Timeout.InfiniteTimeSpan);
            await _nudges.Reader.ReadAsync(cancellationToken);
        }
    }

    private bool IsOver =>
        keeper.IsEnding && keeper.Current.Revisions.All(x => x.State is RevisionState.Stopped or RevisionState.Crashed);

    public async Task LookAsync(CancellationToken cancellationToken)
    {
        await keeper.EndVoidLeaseAsync(cancellationToken);
        await keeper.EnsureTrafficAsync(cancellationToken);
        await runtime.TrimLogsAsync(cancellationToken);
        foreach (var revision in keeper.Current.Revisions.Where(x => x.Launch is not null))
        {
            if (revision.State is RevisionState.Running or RevisionState.Stopping)
                await LookAtAsync(revision, cancellationToken);
        }

        foreach (var revision in keeper.Current.Revisions.Where(x => x is { Launch: null, State: RevisionState.Stopping }))
        {
            // Who deploys ends its server, and waits for this: nobody is asking it any more.
            if (IsGraceOver(revision) || await IsIdleAsync(revision.Number, cancellationToken))
                await NoteAsync(revision.Number, Observations.Stopped, cancellationToken);
        }
    }

    /// <summary>A full disk stops changes, not the traffic: the next look tries again.</summary>
    private async Task TryLookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LookAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            await Console.Error.WriteLineAsync($"{clock.GetUtcNow():u} The state was not written: {exception.Message}");
        }
    }

    private async Task LookAtAsync(Revision revision, CancellationToken cancellationToken)
    {
        var status = await runtime.ObserveAsync(revision, cancellationToken);
        await ((revision.State, status) switch
        {
            (RevisionState.Running, RevisionStatus.Absent) => StartAsync(revision, cancellationToken),
            (RevisionState.Running, RevisionStatus.Ended ended) => NoteEndAsync(revision, ended, cancellationToken),
            (RevisionState.Running, RevisionStatus.Running running) => NoteRunningAsync(revision, running, cancellationToken),
            (RevisionState.Stopping, RevisionStatus.Running) => StopAsync(revision, cancellationToken),
            _ => NoteAsync(revision.Number, Observations.Stopped, cancellationToken),
        });
    }

    private async Task StartAsync(Revision revision, CancellationToken cancellationToken)
    {
        var attempts = AttemptsOf(revision);
        if (attempts.Failed is { } failed && clock.GetElapsedTime(failed) < attempts.Backoff)
            return;
        try
        {
            (attempts.Started, attempts.Before) = (clock.GetTimestamp(), TimeSpan.Zero);
            (attempts.Stopping, attempts.Asked) = (null, null);
            var status = await runtime.StartAsync(revision, cancellationToken);
            await (status is RevisionStatus.Running running
                ? NoteRunningAsync(revision, running, cancellationToken)
                : NoteEndAsync(revision, (RevisionStatus.Ended)status, cancellationToken));
        }
        catch (ProgramNotStartedException exception)
        {
            await NoteEndAsync(revision, exception.Message, cancellationToken);
        }
    }

    /// <summary>That it was started, or where it answers: what the document does not have yet.</summary>
    private Task NoteRunningAsync(Revision revision, RevisionStatus.Running running, CancellationToken cancellationToken)
    {
        if (revision.Process != running.Process)
        {
            return NoteAsync(
                revision.Number,
                (document, present, now) =>
                    Observations.Started(document, present with { Address = running.Address }, running.Process, now),
                cancellationToken);
        }

        return revision.Address is not null || running.Address is not { } address
            ? Task.CompletedTask
            : NoteAsync(
                revision.Number,
                (document, present, now) => Observations.Listening(document, present, address, now),
                cancellationToken);
    }

    private async Task NoteEndAsync(Revision revision, RevisionStatus.Ended ended, CancellationToken cancellationToken)
    {
        var lines = await runtime.LogsAsync(revision, LastLines, cancellationToken);
        await NoteEndAsync(revision, ExitReason.Of(revision.Number, ended.ExitCode, lines), cancellationToken);
    }

    private Task NoteEndAsync(Revision revision, string trouble, CancellationToken cancellationToken)
    {
        var attempts = AttemptsOf(revision);
        var ran = attempts.Before + clock.GetElapsedTime(attempts.Started);
        attempts.Failures = ran > options.GoodRun ? 0 : attempts.Failures;
        var backoff = options.FirstBackoff * Math.Pow(2, Math.Min(attempts.Failures++, 20));
        attempts.Failed = clock.GetTimestamp();
        attempts.Backoff = backoff < options.LongestBackoff ? backoff : options.LongestBackoff;
        return NoteAsync(
            revision.Number, (document, present, at) => Observations.Ended(document, present, trouble, at), cancellationToken);
    }

    private async Task StopAsync(Revision revision, CancellationToken cancellationToken)
    {
        var attempts = AttemptsOf(revision);
        if (attempts.Asked is { } asked)
        {
            if (clock.GetElapsedTime(asked) >= options.Grace)
                await runtime.StopAsync(revision, isLast: true, cancellationToken);
        }
        else if (IsGraceOver(revision) || await IsIdleAsync(revision.Number, cancellationToken))
        {
            attempts.Asked = clock.GetTimestamp();
            await runtime.StopAsync(revision, isLast: false, cancellationToken);
        }
    }

    /// <summary>Since it was first seen to be stopping.</summary>
    private bool IsGraceOver(Revision revision)
    {
        var attempts = AttemptsOf(revision);
        attempts.Stopping ??= clock.GetTimestamp();
        return clock.GetElapsedTime(attempts.Stopping.Value) >= options.Grace;
    }

    /// <summary>Whether a revision answers nothing and will be asked nothing any more.</summary>
    private async Task<bool> IsIdleAsync(int revision, CancellationToken cancellationToken)
    {
        try
        {
            return !(await traffic.ReadAsync(cancellationToken)).Names(revision) && traffic.InFlight(revision) == 0;
        }
        catch (TrafficControlException)
        {
            return false;
        }
    }

    /// <summary>Of the revision as it is by then: the holder of the lease may have changed it meanwhile.</summary>
    private Task NoteAsync(
        int number,
        Func<EnvironmentDocument, Revision, DateTimeOffset, Transition.Done> observation,
        CancellationToken cancellationToken) =>
        keeper.ObserveAsync((document, now) => observation(document, document.Find(number)!, now), cancellationToken);

    private Attempts AttemptsOf(Revision revision)
    {
        if (_attempts.TryGetValue(revision.Number, out var attempts))
            return attempts;
        var before = clock.GetUtcNow() - revision.Since;
        return _attempts[revision.Number] = new Attempts
        {
            Started = clock.GetTimestamp(),
            Before = before > TimeSpan.Zero ? before : TimeSpan.Zero,
        };
    }

    /// <summary>Whether nobody changes anything and every server runs that should: a nudge tells what else happens.</summary>
    private bool IsAtRest() => keeper.Current is { Lease: null, Candidate: null } document && document.Revisions.All(x =>
        x.State is RevisionState.Stopped or RevisionState.Crashed
        || x is { State: RevisionState.Running, Address: not null }
        && (x.Launch is null || x.Process is not null));

    /// <summary>
    /// What is known of a revision's starts and stops since this gateway runs. Times are timestamps: a machine's clock may be set
    /// back by an hour, and a server is not to be missed for as long.
    /// </summary>
    private sealed class Attempts
    {
        public int Failures { get; set; }

        public long Started { get; set; }

        /// <summary>For how long it ran before this gateway did.</summary>
        public TimeSpan Before { get; set; }

        public long? Failed { get; set; }

        public TimeSpan Backoff { get; set; }

        public long? Stopping { get; set; }

        public long? Asked { get; set; }
    }
}

/// <summary>How the supervisor waits.</summary>
internal sealed record SupervisorOptions
{
    /// <summary>
    /// Between two looks, while something changes. Default 200 ms; a committed change, a server that ends and one that does not
    /// answer a request are looked at at once.
    /// </summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Between two looks while nothing changes. Default 5 s.</summary>
    public TimeSpan LookAtRestEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Before the first restart; doubled for each that follows. Default 500 ms.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait before a restart. Default 30 s.</summary>
    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A server that ran this long starts with the first backoff again. Default 1 min.</summary>
    public TimeSpan GoodRun { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether the gateway ends with the environment; otherwise whoever deploys ends it. Default true.</summary>
    public bool EndsWhenDown { get; init; } = true;

    /// <summary>For a server's last answers before it is asked to end, and again before it is ended. Default 10 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);
}
