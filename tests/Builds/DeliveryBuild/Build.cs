using Pipeline.Targets;
using Pipeline.Targets.Components;

namespace DeliveryBuild;

/// <summary>A team's build with all that delivery offers.</summary>
internal sealed class Build :
    PipelineBuild, IRelease, IPromote, IRollback, IPlanRelease, IRegistry, IStatus, IDown, IVerifyAudit, IPrune,
    IProfileData, IListTrainers, ISnapshotData, IPushData, IPullData
{
    public static int Main() => Execute<Build>(x => ((IRelease)x).Release);
}
