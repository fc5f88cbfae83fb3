using Pipeline.Core.Problems;
using Pipeline.Core.Stages;
using Pipeline.Delivery;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Rollback;
using Pipeline.Deployment.Rollouts;
using Pipeline.Environments;

namespace Pipeline.Targets.Failures;

/// <summary>What a script may rely on.</summary>
public sealed class ExitCodesTests
{
    public static TheoryData<Exception, int> Ends { get; } = new()
    {
        { new InvalidInputException([new Problem("x")]), 2 },
        { new EnvironmentRefusedException(new Refusal(RefusalKind.LeaseHeld, "x")), 3 },
        { new EnvironmentRefusedException(new Refusal(RefusalKind.LeaseLost, "x")), 3 },
        { new StageBusyException("train", "lock", new IOException()), 3 },
        { new EnvironmentRefusedException(new Refusal(RefusalKind.NotPossible, "x")), 4 },
        { new NothingToRollBackToException("production", null), 4 },
        { new NothingToPromoteException("production", null), 4 },
        { new RevisionGoneException("production", 1, "x"), 4 },
        { new GatewayNotLaunchedException("folder", "The address 127.0.0.1:80 is taken."), 4 },
        { new ArtifactsNotWritableException("artifacts", "x"), 4 },
        { new OperationCanceledException(), 130 },
        { new IOException("disk"), 255 },
        { new InvalidOperationException("ours"), 255 },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void Of_WhatEndedABuild_IsItsOwnCode(Exception exception, int code) => ExitCodes.Of(exception).ShouldBe(code);
}
