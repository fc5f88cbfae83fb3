using Nuke.Common.CI.GitHubActions;
using Pipeline.Targets;
using Pipeline.Targets.Components;
using Pipeline.Targets.Workflows;

/// <summary>
/// What this repository can do; ./build.sh --help lists it, and Release is the default. The workflows of GitHub Actions are
/// written from the attributes at the next local run.
/// </summary>
[PipelineWorkflow(
    "ci",
    GitHubActionsImage.UbuntuLatest,
    OnPushBranches = ["main"],
    OnPullRequestBranches = ["main"],
    InvokedTargets = [nameof(ITest.Test), nameof(IEvaluate.Evaluate)])]
[PipelineWorkflow(
    "release",
    GitHubActionsImage.SelfHosted,
    OnPushTags = ["v*"],
    OnWorkflowDispatchOptionalInputs = [nameof(IRelease.Environment)],
    InvokedTargets = [nameof(IRelease.Release)],
    EnvironmentName = "production",
    ConcurrencyGroup = "delivery")]
[PipelineWorkflow(
    "rollback",
    GitHubActionsImage.SelfHosted,
    OnWorkflowDispatchRequiredInputs = [nameof(IRollback.Reason)],
    OnWorkflowDispatchOptionalInputs = [nameof(IRollback.Environment), nameof(IRollback.ToRevision)],
    InvokedTargets = [nameof(IRollback.Rollback)],
    EnvironmentName = "production",
    ConcurrencyGroup = "delivery")]
internal sealed class Build :
    PipelineBuild, IClean, ITest, IInit, IRelease, IWriteDossier, IPromote, IAbort, IRetry, IPause, IRollback, IHistory,
    IPlanRelease, IRegistry, IStatus, IDown, IVerifyAudit, IPrune, IProfileData, IListTrainers, IExplain, IRuns, ICompareRuns,
    ITagRun, INoteRun, IWriteManifests, ILogs, IAlerts, ITestAlert, IMonitor,
    ISilenceAlert
{
    public static int Main() => Execute<Build>(x => ((IRelease)x).Release);
}
