using Nuke.Common;
using Nuke.Common.CI.GitHubActions;
using Pipeline.Delivery;
using Pipeline.Distribution;
using Pipeline.Targets;
using Pipeline.Targets.Components;
using Pipeline.Targets.Workflows;

[PipelineWorkflow(
    "ci",
    GitHubActionsImage.UbuntuLatest,
    OnPushBranches = ["main"],
    OnPullRequestBranches = ["main"],
    InvokedTargets = [nameof(ITest.Test)],
    PublishArtifacts = false)]
internal sealed class Build :
    PipelineBuild, IClean, ITest, IInit, IRelease, IWriteDossier, IPromote, IAbort, IRetry, IPause, IRollback, IHistory,
    IPlanRelease, IRegistry, IStatus, IDown, IVerifyAudit, IPrune, IProfileData, IListTrainers, IExplain, IRuns, ICompareRuns,
    ITagRun, INoteRun, ISnapshotData, IPushData, IPullData, IPublish, IWriteManifests, ILogs, IAlerts, ITestAlert, IMonitor,
    ISilenceAlert
{
    public static int Main() => Execute<Build>(x => ((ITest)x).Test);

    protected override void Configure(DeliveryBuilder builder) =>
        builder.UsePrograms(new ClonePrograms(RootDirectory, TimeProvider.System));
}
