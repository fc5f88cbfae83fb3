using Nuke.Common;
using Pipeline.Delivery;

namespace Pipeline.Targets.Components;

/// <summary>Lets a paused rollout go on by a person's decision.</summary>
public interface IPromote : IHasEnvironment, IHasReason
{
    [Parameter("Skips the steps that are left: the new revision answers everything at once")]
    bool Full => TryGetValue<bool?>(() => Full) ?? false;

    Target Promote => _ => _
        .Description("Lets a rollout that waits go on, or with --full answer everything; for a --reason")
        .Executes(() => Delivery.PromoteAsync(Reason, Full, Cancellation));
}

/// <summary>Ends a rollout.</summary>
public interface IAbort : IHasEnvironment, IHasReason
{
    Target Abort => _ => _
        .Description("Ends a rollout: everything is answered as before; for a --reason")
        .Executes(() => Delivery.AbortAsync(Reason, Cancellation));
}

/// <summary>Begins an aborted rollout again.</summary>
public interface IRetry : IHasEnvironment
{
    Target Retry => _ => _
        .Description("Rolls out once more what was aborted last")
        .Executes(() => Delivery.RetryAsync(Cancellation));
}

/// <summary>Pauses a rollout that another process leads.</summary>
public interface IPause : IHasEnvironment, IHasReason
{
    Target Pause => _ => _
        .Description("Pauses a rollout that goes on elsewhere, at its present weight; for a --reason")
        .Executes(() => Delivery.PauseAsync(Reason, Cancellation));
}

/// <summary>Goes back to a revision that answered before.</summary>
public interface IRollback : IHasEnvironment, IHasReason
{
    [Parameter("Revision to go back to; the one that answered before by default")]
    int? ToRevision => TryGetValue<int?>(() => ToRevision);

    [Parameter("Version of the model to go back to, instead of a revision")]
    int? ToVersion => TryGetValue<int?>(() => ToVersion);

    [Parameter("Rolls all environments back, those that require others first")]
    bool All => TryGetValue<bool?>(() => All) ?? false;

    Target Rollback => _ => _
        .Description("Goes back to the revision that answered before")
        .Executes(() => Delivery.RollbackAsync(RollbackTarget.Of(ToRevision, ToVersion, All), Reason, Cancellation));
}

/// <summary>Lists what happened to environments.</summary>
public interface IHistory : IHasEnvironment
{
    [Parameter("How many decisions History lists of each environment; 30 by default")]
    int? Last => TryGetValue<int?>(() => Last);

    Target History => _ => _
        .Description("Lists what was decided in environments, by whom and why")
        .Executes(() => Delivery.ShowHistoryAsync(Last ?? 30, Cancellation));
}

/// <summary>Shows what runs where, since when, and what happened last.</summary>
public interface IStatus : IHasEnvironment
{
    [Parameter("Goes on showing how rollouts go, until Ctrl-C; without a terminal, until they end or wait for a person")]
    bool Watch => TryGetValue<bool?>(() => Watch) ?? false;

    Target Status => _ => _
        .Description("Shows what runs where; --watch goes on showing how a rollout goes")
        .Executes(() => Watch ? Delivery.WatchAsync(Cancellation) : Delivery.ShowStatusAsync(Cancellation));
}

/// <summary>Shows what the servers of an environment wrote, or its gateway.</summary>
public interface ILogs : IHasEnvironment
{
    [Parameter("Revision whose log Logs shows; the one that answers by default, 0 is the gateway")]
    int? Revision => TryGetValue<int?>(() => Revision);

    [Parameter("How many lines, 1 to 10000; 50 by default")]
    int? Lines => TryGetValue<int?>(() => Lines);

    Target Logs => _ => _
        .Description("Shows what the server of a revision wrote last; --revision 0 is the gateway")
        .Executes(() => Delivery.ShowLogsAsync(Revision, Lines, Cancellation));
}

/// <summary>Ends everything that runs in the environments and removes it.</summary>
public interface IDown : IHasEnvironment
{
    Target Down => _ => _
        .Description("Takes environments down")
        .Executes(() => Delivery.TakeDownAsync(Cancellation));
}

/// <summary>Lists the versions of a model and their state, now or at a moment of the past.</summary>
public interface IRegistry : IHasModel
{
    [Parameter("Moment of the past to show, such as 2026-01-31T12:00:00Z; now by default")]
    string? At => TryGetValue(() => At);

    Target Registry => _ => _
        .Description("Lists the model's versions and their state")
        .Executes(() => Delivery.ShowRegistryAsync(At, Cancellation));
}

/// <summary>Checks that the journals of the registry and of the environments are as they were written.</summary>
public interface IVerifyAudit : IHasEnvironment
{
    Target VerifyAudit => _ => _
        .Description("Checks the hash chains of the registry's journal and of the environments'")
        .Executes(() => Delivery.VerifyAuditAsync(Cancellation));
}

/// <summary>Removes what nothing points to any more and what is over the limits that environments.yml sets.</summary>
public interface IPrune : IHasEnvironment
{
    [Parameter("Shows what Prune would remove, and removes nothing")]
    bool DryRun => TryGetValue<bool?>(() => DryRun) ?? false;

    Target Prune => _ => _
        .Description("Removes old images, logs, caches and leftovers that nothing needs")
        .Executes(() => Delivery.PruneAsync(DryRun, Cancellation));
}
