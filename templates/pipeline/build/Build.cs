using Pipeline.Targets;
using Pipeline.Targets.Components;

/// <summary>./build.sh --help lists what it can do; the default target is Release.</summary>
internal sealed class Build :
    PipelineBuild, IInit, IRelease, IPromote, IRollback, IPlanRelease, IRegistry, IStatus, IDown, IVerifyAudit, IPrune,
    IProfileData
{
    public static int Main() => Execute<Build>(x => ((IRelease)x).Release);
}
