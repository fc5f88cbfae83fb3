using System.Reflection;
using Pipeline.Delivery;
using Pipeline.Distribution;
using Pipeline.Targets;
using Pipeline.Targets.Components;

namespace DeliveryBuild;

/// <summary>A team's build with all that delivery offers.</summary>
internal sealed class Build :
    PipelineBuild, IInit, IRelease, IWriteDossier, IPromote, IAbort, IRetry, IPause, IRollback, IHistory,
    IPlanRelease, IRegistry, IStatus, IDown, IVerifyAudit, IPrune, IProfileData, IListTrainers, IExplain, IRuns, ICompareRuns,
    ITagRun, INoteRun, ISnapshotData, IPushData, IPullData, IWriteManifests, ILogs, IAlerts, ITestAlert, IMonitor,
    ISilenceAlert
{
    /// <summary>The toolkit's clone that programs are made in: usually the one that this was compiled in.</summary>
    private static string Clone =>
        Environment.GetEnvironmentVariable("DELIVERY_BUILD_CLONE") is { Length: > 0 } other ? other
        : typeof(Build).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(x => x.Key == "RepositoryRoot").Value!;

    public static int Main() => Execute<Build>(x => ((IRelease)x).Release);

    protected override void Configure(DeliveryBuilder builder) =>
        builder.UsePrograms(new ClonePrograms(Clone.TrimEnd('/'), TimeProvider.System));
}
