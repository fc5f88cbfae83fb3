using Nuke.Common;

namespace Pipeline.Targets.Components;

/// <summary>Ends a paused rollout by a person's decision.</summary>
public interface IPromote : IHasEnvironment, IHasReason
{
    Target Promote => _ => _
        .Description("Approves a rollout that waits: its revision answers everything; needs --reason")
        .Requires(() => Reason)
        .Executes(() => Delivery.PromoteAsync(Reason!, Cancellation));
}

/// <summary>Goes back to a revision that answered before.</summary>
public interface IRollback : IHasEnvironment, IHasReason
{
    [Parameter("Revision to go back to; the one that answered before by default")]
    int? Revision => TryGetValue<int?>(() => Revision);

    Target Rollback => _ => _
        .Description("Goes back to the revision that answered before")
        .Executes(() => Delivery.RollbackAsync(Revision, Reason, Cancellation));
}

/// <summary>Shows what runs where, since when, and what happened last.</summary>
public interface IStatus : IHasEnvironment
{
    Target Status => _ => _
        .Description("Shows what runs where")
        .Executes(() => Delivery.ShowStatusAsync(Cancellation));
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
