using System.Diagnostics;
using Pipeline.Core.Audit;
using Pipeline.Environments;

namespace Pipeline.Gateway.State;

/// <summary>What the holder of the lease may ask for, as pure functions of the document.</summary>
internal static class Transitions
{
    public static Transition Apply(EnvironmentDocument document, EnvironmentChange change, Cause cause) => change switch
    {
        EnvironmentChange.Register x => Register(document, x, cause),
        EnvironmentChange.Restart x => Restart(document, x.Revision, cause),
        EnvironmentChange.RollBack x => RollBack(document, x.Revision, cause),
        EnvironmentChange.TakeDown => TakeDown(document, cause),
        EnvironmentChange.NoteRestarts x => NoteRestarts(document, x, cause),
        _ when document.Find(document.Candidate) is { } candidate => OfCandidate(document, candidate, change, cause),
        _ => new Transition.Refused($"Nothing is being rolled out in {document.Title}."),
    };

    /// <summary>The document without its candidate, which ends.</summary>
    public static EnvironmentDocument WithoutCandidate(EnvironmentDocument document, DateTimeOffset now) =>
        Ending(document, document.Candidate, now) with { Candidate = null, Weight = 0, Mirror = null, Rollout = null };

    private static Transition OfCandidate(
        EnvironmentDocument document, Revision candidate, EnvironmentChange change, Cause cause) => change switch
        {
            EnvironmentChange.Note x => cause.Done(Led(document, cause), x.Action, candidate.Number),
            EnvironmentChange.Shift x => Shift(document, candidate, x, cause),
            EnvironmentChange.Mirror x => Mirror(document, candidate, x, cause),
            EnvironmentChange.Pause x => Pause(document, x, cause),
            EnvironmentChange.Resume => Resume(document, cause),
            EnvironmentChange.Approve x => Approve(document, x, cause),
            EnvironmentChange.AskToPause => AskToPause(document, cause),
            EnvironmentChange.Promote => Promote(document, candidate, cause),
            EnvironmentChange.Abort =>
                cause.Done(WithoutCandidate(document, cause.Now), EnvironmentActions.Aborted, candidate.Number),
            _ => throw new UnreachableException(),
        };

    private static Transition Register(EnvironmentDocument document, EnvironmentChange.Register change, Cause cause)
    {
        if (document.Candidate is { } other)
            return AlreadyRolling(document, other);
        if (change.Launch is null && change.Address is null)
            return new Transition.Refused("A revision has an address, or a way to start it.");
        if (change.Stickiness?.FindProblem() is { } problem)
            return new Transition.Refused(problem);
        var revision = new Revision
        {
            Number = document.Revisions.Select(x => x.Number).DefaultIfEmpty().Max() + 1,
            Image = change.Image,
            Version = change.Version,
            Created = cause.Now,
            State = RevisionState.Running,
            Since = cause.Now,
            Launch = change.Launch,
        };
        revision = revision with
        {
            Address = change.Launch is null ? change.Address!.Replace(
                EnvironmentChange.Register.Number, $"{revision.Number}", StringComparison.Ordinal) : null,
        };
        var sticky = document.With(revision) with { Stickiness = change.Stickiness };
        var next = Rolling(sticky, revision.Number, change, cause);
        return cause.Done(next, EnvironmentActions.Registered, revision.Number);
    }

    private static Transition Restart(EnvironmentDocument document, int number, Cause cause)
    {
        if (document.Candidate is { } other)
            return AlreadyRolling(document, other);
        if (document.Find(number) is not { } revision)
            return Unknown(document, number);
        if (revision.State is RevisionState.Running or RevisionState.Stopping)
            return new Transition.Refused($"Revision {number} in {document.Title} is {Word(revision)}, and not started again.");
        var started = revision with
        {
            State = RevisionState.Running,
            Since = cause.Now,
            Process = null,
            Address = revision.Launch is null ? revision.Address : null,
        };
        var next = Rolling(document.With(started), number, new EnvironmentChange.Register(revision.Image, 0), cause);
        return cause.Done(next, EnvironmentActions.Restarting, number);
    }

    private static Transition NoteRestarts(EnvironmentDocument document, EnvironmentChange.NoteRestarts change, Cause cause)
    {
        if (document.Find(change.Revision) is not { } revision)
            return Unknown(document, change.Revision);
        if (change.Restarts <= 0 || revision.Launch is not null)
            return new Transition.Refused($"How often the server of revision {revision.Number} was started is known here.");
        var noted = revision with { Restarts = change.Restarts, Trouble = cause.Reason };
        return cause.Done(document.With(noted), EnvironmentActions.Crashed, revision.Number);
    }

    private static Transition Shift(
        EnvironmentDocument document, Revision candidate, EnvironmentChange.Shift change, Cause cause)
    {
        if (change.Weight is < 0 or > 100)
            return new Transition.Refused($"A weight is between 0 and 100; it is {change.Weight}.");
        return (Transition?)NothingToShare(document, candidate) ?? cause.Done(
            Sharing(document with { Weight = change.Weight }, change.Step, cause), EnvironmentActions.Shifted, candidate.Number);
    }

    private static Transition Mirror(
        EnvironmentDocument document, Revision candidate, EnvironmentChange.Mirror change, Cause cause)
    {
        if (change.Share is < 0 or > 100)
            return new Transition.Refused($"A share of mirrored requests is between 0 and 100; it is {change.Share}.");
        var mirror = change.Share == 0 ? null : new TrafficMirror(candidate.Number, change.Share);
        return (Transition?)NothingToShare(document, candidate) ?? cause.Done(
            Sharing(document with { Mirror = mirror }, change.Step, cause), EnvironmentActions.Mirrored, candidate.Number);
    }

    private static Transition.Refused? NothingToShare(EnvironmentDocument document, Revision candidate) =>
        document.Stable is null
            ? new Transition.Refused($"There is no stable revision in {document.Title} to share traffic with.")
            : NotServing(document, candidate);

    /// <summary>Another share of the requests is the candidate's now: what it is judged by is counted from here.</summary>
    private static EnvironmentDocument Sharing(EnvironmentDocument document, int step, Cause cause)
    {
        var next = Led(document, cause);
        return next with
        {
            Rollout = next.Rollout! with
            {
                Phase = RolloutPhase.Stepping,
                Step = step,
                WeightSince = cause.Now,
                Baseline = cause.Traffic?.Only(document.Stable, document.Candidate),
            },
        };
    }

    private static Transition.Done Pause(EnvironmentDocument document, EnvironmentChange.Pause change, Cause cause)
    {
        var next = Led(document, cause);
        var rollout = next.Rollout! with
        {
            Phase = RolloutPhase.Paused,
            Step = change.Step,
            Wait = change.Wait,
            PauseAsked = null,
        };
        return cause.Done(next with { Rollout = rollout }, EnvironmentActions.Paused, document.Candidate);
    }

    private static Transition Resume(EnvironmentDocument document, Cause cause) =>
        GoOn(document, document.Rollout!.Step, EnvironmentActions.Resumed, cause);

    private static Transition Approve(EnvironmentDocument document, EnvironmentChange.Approve change, Cause cause) =>
        change.Step < document.Rollout!.Step || change.Step > document.Rollout.Steps
            ? new Transition.Refused(
                $"Step {change.Step} is not ahead in {document.Title}: {document.Rollout.Step} of {document.Rollout.Steps} "
                + "steps are taken.")
            : GoOn(document, change.Step, EnvironmentActions.Approved, cause);

    private static Transition GoOn(EnvironmentDocument document, int step, string action, Cause cause)
    {
        if (document.Rollout?.Phase != RolloutPhase.Paused)
            return new Transition.Refused($"The rollout in {document.Title} is not paused.");
        var next = Led(document, cause);
        var rollout = next.Rollout! with
        {
            Phase = RolloutPhase.Stepping,
            Step = step,
            Wait = RolloutWait.Decision,
            Actor = cause.Actor,
        };
        return cause.Done(next with { Rollout = rollout }, action, document.Candidate);
    }

    private static Transition AskToPause(EnvironmentDocument document, Cause cause)
    {
        if (document.Rollout!.Phase == RolloutPhase.Paused)
            return new Transition.Refused($"The rollout in {document.Title} is paused already.");
        var rollout = document.Rollout with { PauseAsked = cause.Reason };
        return cause.Done(document with { Rollout = rollout }, EnvironmentActions.PauseAsked, document.Candidate);
    }

    private static Transition Promote(EnvironmentDocument document, Revision candidate, Cause cause) =>
        (Transition?)NotServing(document, candidate)
        ?? cause.Done(Answering(document, candidate, cause), EnvironmentActions.Promoted, candidate.Number);

    private static Transition RollBack(EnvironmentDocument document, int number, Cause cause)
    {
        if (document.Find(number) is not { } revision)
            return Unknown(document, number);
        if (document.Stable == number)
            return new Transition.Refused($"Revision {number} is the one that answers in {document.Title}.");
        if (NotServing(document, revision) is { } refused)
            return refused;
        var alone = document.Candidate == number ? document : WithoutCandidate(document, cause.Now);
        return cause.Done(Answering(alone, revision, cause), EnvironmentActions.RolledBack, number);
    }

    private static Transition.Done TakeDown(EnvironmentDocument document, Cause cause)
    {
        var next = document.Revisions.Aggregate(document, (x, revision) => Ending(x, revision.Number, cause.Now));
        next = WithoutCandidate(next, cause.Now) with { Stable = null, Standby = null, Address = null, Lease = null };
        return cause.Done(next, EnvironmentActions.TakenDown, null);
    }

    /// <summary>All traffic on one revision; what answered before is the standby, what was the standby before ends.</summary>
    private static EnvironmentDocument Answering(EnvironmentDocument document, Revision revision, Cause cause)
    {
        var next = document.Standby == revision.Number ? document : Ending(document, document.Standby, cause.Now);
        return next.With(revision with { Promoted = cause.Now }) with
        {
            Stable = revision.Number,
            Standby = document.Stable,
            Candidate = null,
            Weight = 0,
            Mirror = null,
            Rollout = null,
        };
    }

    private static EnvironmentDocument Rolling(
        EnvironmentDocument document, int candidate, EnvironmentChange.Register change, Cause cause) => document with
        {
            Candidate = candidate,
            Weight = 0,
            Rollout = new RolloutProgress
            {
                Phase = RolloutPhase.Starting,
                Steps = change.Steps,
                Plan = change.Plan,
                Since = cause.Now,
                Actor = cause.Actor,
                Reason = cause.Reason,
            },
        };

    private static EnvironmentDocument Led(EnvironmentDocument document, Cause cause) =>
        document with { Rollout = document.Rollout! with { Reason = cause.Reason } };

    private static EnvironmentDocument Ending(EnvironmentDocument document, int? number, DateTimeOffset now) =>
        document.Find(number) is { State: RevisionState.Running } revision
            ? document.With(revision with { State = RevisionState.Stopping, Since = now })
            : document;

    private static Transition.Refused? NotServing(EnvironmentDocument document, Revision revision) =>
        revision is { State: RevisionState.Running, Address: not null }
            ? null
            : new Transition.Refused(
                $"Revision {revision.Number} in {document.Title} is {Word(revision)} and cannot answer."
                + (revision.Trouble is null ? "" : $" {revision.Trouble}"));

    private static Transition.Refused AlreadyRolling(EnvironmentDocument document, int candidate) => new(
        $"Revision {candidate} is being rolled out in {document.Title}; abort that, or wait until it is promoted.");

    private static Transition.Refused Unknown(EnvironmentDocument document, int number) => new(
        $"There is no revision {number} in {document.Title}; it has "
        + (document.Revisions.Count == 0 ? "none yet." : $"1 to {document.Revisions[^1].Number}."));

    private static string Word(Revision revision) => revision switch
    {
        { State: RevisionState.Running, Address: null } => "not started yet",
        _ => revision.State.ToString().ToLowerInvariant(),
    };
}

/// <summary>What comes of a change: the next document and its event, or why there is none.</summary>
internal abstract record Transition
{
    private Transition()
    {
    }

    internal sealed record Done(EnvironmentDocument Document, AuditEntry Entry) : Transition;

    internal sealed record Refused(string Message) : Transition;
}

/// <summary>Who changes an environment, why, and when.</summary>
internal sealed record Cause(Actor Actor, string Reason, DateTimeOffset Now)
{
    /// <summary>The gateway itself, which acts on what it sees.</summary>
    public static Actor Gateway { get; } = new("gateway", "pipeline");

    /// <summary>The counts at that moment; null where nobody counts.</summary>
    public TrafficSnapshot? Traffic { get; init; }

    public Transition.Done Done(EnvironmentDocument document, string action, int? revision) => new(document, new AuditEntry
    {
        Time = Now,
        Actor = Actor,
        Action = action,
        Subject = document.SubjectOf(revision),
        Digest = document.Find(revision)?.Image.Value,
        Environment = document.Environment,
        Reason = Reason,
        Facts = document.Find(revision)?.Version is { } version
            ? new Dictionary<string, string> { ["version"] = version.ToString() }
            : null,
    });
}
