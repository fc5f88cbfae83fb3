using System.Threading.Channels;
using Pipeline.Environments;
using Pipeline.Gateway.State;

namespace Pipeline.Gateway.Supervision;

/// <summary>
/// Makes what runs what the document says: starts, notes ends, starts again after a growing wait, drains and stops. The
/// document says first what shall run and later what does, so that a kill in between is made good at the next start.
/// </summary>
internal sealed class Supervisor(
    EnvironmentKeeper keeper, IServers servers, Func<int, long> inFlight, SupervisorOptions options, TimeProvider clock)
{
    private readonly Dictionary<int, Attempts> _attempts = [];
    private readonly Channel<bool> _nudges = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Looks now instead of at the next turn.</summary>
    public void Nudge() => _nudges.Writer.TryWrite(true);

    /// <summary>Until it is cancelled, or the environment was taken down and nothing runs any more.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        servers.EndUnknown([.. keeper.Current.Revisions.Select(x => x.Process?.Id).OfType<int>()]);
        while (true)
        {
            await TryLookAsync(cancellationToken);
            if (keeper.IsEnding && keeper.Current.Revisions.All(x => x.State is RevisionState.Stopped or RevisionState.Crashed))
                return;
            await PauseAsync(cancellationToken);
        }
    }

    public async Task LookAsync(CancellationToken cancellationToken)
    {
        await keeper.EndVoidLeaseAsync(cancellationToken);
        servers.RotateLogs();
        foreach (var revision in keeper.Current.Revisions.Where(x => x.Launch is not null))
            await LookAtAsync(revision, cancellationToken);
        foreach (var revision in keeper.Current.Revisions.Where(x => x is { Launch: null, State: RevisionState.Stopping }))
            await NoteAsync(revision.Number, Happenings.Stopped, cancellationToken);
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

    private Task LookAtAsync(Revision revision, CancellationToken cancellationToken)
    {
        var runs = revision.Process is { } process && servers.IsRunning(process);
        if (revision.State == RevisionState.Stopping && runs)
            Stop(revision);
        return (revision.State, revision.Process, runs) switch
        {
            (RevisionState.Running, null, _) => StartAsync(revision, cancellationToken),
            (RevisionState.Running, _, false) => NoteEndAsync(revision, servers.Obituary(revision), cancellationToken),
            (RevisionState.Running, _, true) when revision.Address is null => LookForAddressAsync(revision, cancellationToken),
            (RevisionState.Stopping, _, false) => NoteAsync(revision.Number, Happenings.Stopped, cancellationToken),
            _ => Task.CompletedTask,
        };
    }

    private async Task StartAsync(Revision revision, CancellationToken cancellationToken)
    {
        var attempts = AttemptsOf(revision);
        if (clock.GetUtcNow() < attempts.NotBefore)
            return;
        // A server that announces its address chooses the port itself: nobody can take it in between.
        var port = revision.Launch!.Announces ? 0 : servers.FreePort();
        try
        {
            (attempts.Started, attempts.Asked) = (clock.GetUtcNow(), null);
            if (servers.Start(revision, port) is { } process)
                await NoteStartAsync(revision.Number, port, process, cancellationToken);
            else
                await NoteEndAsync(revision, servers.Obituary(revision), cancellationToken);
        }
        catch (ProgramNotStartedException exception)
        {
            await NoteEndAsync(revision, exception.Message, cancellationToken);
        }
    }

    private Task NoteStartAsync(int number, int port, ProcessIdentity process, CancellationToken cancellationToken) => NoteAsync(
        number,
        (document, revision, now) =>
            Happenings.Started(document, revision with { Address = port == 0 ? null : $"127.0.0.1:{port}" }, process, now),
        cancellationToken);

    private Task LookForAddressAsync(Revision revision, CancellationToken cancellationToken) =>
        servers.FindAnnounced(revision) is not { } address
            ? Task.CompletedTask
            : NoteAsync(
                revision.Number,
                (document, present, now) => Happenings.Listening(document, present, address, now),
                cancellationToken);

    private Task NoteEndAsync(Revision revision, string trouble, CancellationToken cancellationToken)
    {
        var attempts = AttemptsOf(revision);
        var now = clock.GetUtcNow();
        attempts.Failures = now - attempts.Started > options.GoodRun ? 0 : attempts.Failures;
        var backoff = options.FirstBackoff * Math.Pow(2, Math.Min(attempts.Failures++, 20));
        attempts.NotBefore = now + (backoff < options.LongestBackoff ? backoff : options.LongestBackoff);
        return NoteAsync(
            revision.Number, (document, present, at) => Happenings.Ended(document, present, trouble, at), cancellationToken);
    }

    private void Stop(Revision revision)
    {
        var attempts = AttemptsOf(revision);
        var now = clock.GetUtcNow();
        if (attempts.Asked is { } asked)
        {
            if (now - asked >= options.Grace)
                servers.Signal(revision.Process!, isLast: true);
        }
        else if (inFlight(revision.Number) == 0 || now - revision.Since >= options.Grace)
        {
            attempts.Asked = now;
            servers.Signal(revision.Process!, isLast: false);
        }
    }

    /// <summary>Of the revision as it is by then: the holder of the lease may have changed it meanwhile.</summary>
    private Task NoteAsync(
        int number,
        Func<EnvironmentDocument, Revision, DateTimeOffset, Transition.Done> happening,
        CancellationToken cancellationToken) =>
        keeper.ObserveAsync((document, now) => happening(document, document.Find(number)!, now), cancellationToken);

    private Attempts AttemptsOf(Revision revision)
    {
        if (!_attempts.TryGetValue(revision.Number, out var attempts))
            _attempts[revision.Number] = attempts = new Attempts { Started = revision.Since };
        return attempts;
    }

    private async Task PauseAsync(CancellationToken cancellationToken)
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var nudge = _nudges.Reader.ReadAsync(pause.Token).AsTask();
        await Task.WhenAny(nudge, Task.Delay(options.LookEvery, clock, pause.Token));
        await pause.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>What is known of a revision's starts and stops since this gateway runs.</summary>
    private sealed class Attempts
    {
        public int Failures { get; set; }

        public DateTimeOffset Started { get; set; }

        public DateTimeOffset NotBefore { get; set; }

        public DateTimeOffset? Asked { get; set; }
    }
}
