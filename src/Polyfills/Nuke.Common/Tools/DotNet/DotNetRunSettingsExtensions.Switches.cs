using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

public static partial class DotNetRunSettingsExtensions
{
    public static T ResetArchitecture<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.Architecture), null);
    public static T ResetArtifactsPath<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.ArtifactsPath), null);
    public static T ResetConfiguration<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.Configuration), null);
    public static T EnableDisableBuildServers<T>(this T o) where T : DotNetRunSettings =>
        o.With(nameof(o.DisableBuildServers), true);
    public static T DisableDisableBuildServers<T>(this T o) where T : DotNetRunSettings =>
        o.With(nameof(o.DisableBuildServers), false);
    public static T ResetDisableBuildServers<T>(this T o) where T : DotNetRunSettings =>
        o.With(nameof(o.DisableBuildServers), null);
    public static T EnableDisableParallel<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.DisableParallel), true);
    public static T DisableDisableParallel<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.DisableParallel), false);
    public static T ResetDisableParallel<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.DisableParallel), null);
    public static T EnableForce<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.Force), true);
    public static T DisableForce<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.Force), false);
    public static T ResetForce<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.Force), null);
    public static T EnableForceEvaluate<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.ForceEvaluate), true);
    public static T DisableForceEvaluate<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.ForceEvaluate), false);
    public static T ResetForceEvaluate<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.ForceEvaluate), null);
    public static T ResetFramework<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.Framework), null);
    public static T EnableIgnoreFailedSources<T>(this T o) where T : DotNetRunSettings =>
        o.With(nameof(o.IgnoreFailedSources), true);
    public static T DisableIgnoreFailedSources<T>(this T o) where T : DotNetRunSettings =>
        o.With(nameof(o.IgnoreFailedSources), false);
    public static T ResetIgnoreFailedSources<T>(this T o) where T : DotNetRunSettings =>
        o.With(nameof(o.IgnoreFailedSources), null);
    public static T EnableInteractive<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.Interactive), true);
    public static T DisableInteractive<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.Interactive), false);
    public static T ResetInteractive<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.Interactive), null);
    public static T ResetLaunchProfile<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.LaunchProfile), null);
    public static T ResetLockFilePath<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.LockFilePath), null);
    public static T EnableLockedMode<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.LockedMode), true);
    public static T DisableLockedMode<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.LockedMode), false);
    public static T ResetLockedMode<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.LockedMode), null);
    public static T EnableNoBuild<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.NoBuild), true);
    public static T DisableNoBuild<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.NoBuild), false);
    public static T ResetNoBuild<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.NoBuild), null);
    public static T EnableNoCache<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.NoCache), true);
    public static T DisableNoCache<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.NoCache), false);
    public static T ResetNoCache<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.NoCache), null);
    public static T EnableNoDependencies<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.NoDependencies), true);
    public static T DisableNoDependencies<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.NoDependencies), false);
    public static T ResetNoDependencies<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.NoDependencies), null);
    public static T EnableNoLaunchProfile<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.NoLaunchProfile), true);
    public static T DisableNoLaunchProfile<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.NoLaunchProfile), false);
    public static T ResetNoLaunchProfile<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.NoLaunchProfile), null);
    public static T EnableNoRestore<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.NoRestore), true);
    public static T DisableNoRestore<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.NoRestore), false);
    public static T ResetNoRestore<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.NoRestore), null);
    public static T EnableNoSelfContained<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.NoSelfContained), true);
    public static T DisableNoSelfContained<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.NoSelfContained), false);
    public static T ResetNoSelfContained<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.NoSelfContained), null);
    public static T ResetOperatingSystem<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.OperatingSystem), null);
    public static T ResetPackageDirectory<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.PackageDirectory), null);
    public static T ResetProjectFile<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.ProjectFile), null);
    public static T ResetRuntime<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.Runtime), null);
    public static T EnableSelfContained<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.SelfContained), true);
    public static T DisableSelfContained<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.SelfContained), false);
    public static T ResetSelfContained<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.SelfContained), null);
    public static T EnableUseLockFile<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.UseLockFile), true);
    public static T DisableUseLockFile<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.UseLockFile), false);
    public static T ResetUseLockFile<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.UseLockFile), null);
    public static T ResetVerbosity<T>(this T o) where T : DotNetRunSettings => o.With(nameof(o.Verbosity), null);
}
