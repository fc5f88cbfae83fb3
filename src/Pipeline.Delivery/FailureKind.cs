using Pipeline.Core.Audit;
using Pipeline.Core.Problems;
using Pipeline.Core.Stages;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Rollback;
using Pipeline.Deployment.Rollouts;
using Pipeline.Environments;
using Pipeline.Governance.Storage;

namespace Pipeline.Delivery;

/// <summary>What a delivery that did not succeed means to who asked for it.</summary>
public enum FailureKind
{
    /// <summary>A verdict failed, or a rollout waits for a person: it worked, and the news is bad.</summary>
    Verdict,

    /// <summary>The input was wrong; nothing was changed.</summary>
    WrongInput,

    /// <summary>Somebody else is at work on the same thing; the same may succeed later.</summary>
    Busy,

    /// <summary>It cannot be done as things stand.</summary>
    NotPossible,

    /// <summary>It was interrupted.</summary>
    Cancelled,

    /// <summary>Something else failed, such as a compiler, an engine or a disk.</summary>
    Other,
}

/// <summary>Tells failures apart.</summary>
public static class FailureKinds
{
    public static FailureKind Of(Exception exception) => exception switch
    {
        FailedVerdictException or PausedRolloutException => FailureKind.Verdict,
        InvalidInputException => FailureKind.WrongInput,
        OperationCanceledException => FailureKind.Cancelled,
        EnvironmentRefusedException { Kind: not RefusalKind.NotPossible } => FailureKind.Busy,
        StageBusyException or StorageBusyException or JournalContendedException or ChampionMovedException => FailureKind.Busy,
        EnvironmentRefusedException or NothingToRollBackToException or NothingToPromoteException => FailureKind.NotPossible,
        RevisionGoneException or GatewayNotLaunchedException => FailureKind.NotPossible,
        ArtifactsNotWritableException or WithdrawnException => FailureKind.NotPossible,
        _ => FailureKind.Other,
    };
}
