using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

public static partial class DotNetRestoreSettingsExtensions
{
    public static T ResetConfigFile<T>(this T o) where T : DotNetRestoreSettings => o.With(nameof(o.ConfigFile), null);
    public static T EnableDisableParallel<T>(this T o) where T : DotNetRestoreSettings => o.With(nameof(o.DisableParallel), true);
    public static T DisableDisableParallel<T>(this T o) where T : DotNetRestoreSettings =>
        o.With(nameof(o.DisableParallel), false);
    public static T ResetDisableParallel<T>(this T o) where T : DotNetRestoreSettings => o.With(nameof(o.DisableParallel), null);
    public static T EnableForce<T>(this T o) where T : DotNetRestoreSettings => o.With(nameof(o.Force), true);
    public static T DisableForce<T>(this T o) where T : DotNetRestoreSettings => o.With(nameof(o.Force), false);
    public static T ResetForce<T>(this T o) where T : DotNetRestoreSettings => o.With(nameof(o.Force), null);
    public static T EnableForceEvaluate<T>(this T o) where T : DotNetRestoreSettings => o.With(nameof(o.ForceEvaluate), true);
    public static T DisableForceEvaluate<T>(this T o) where T : DotNetRestoreSettings => o.With(nameof(o.ForceEvaluate), false);
    public static T ResetForceEvaluate<T>(this T o) where T : DotNetRestoreSettings => o.With(nameof(o.ForceEvaluate), null);
    public static T EnableIgnoreFailedSources<T>(this T o) where T : DotNetRestoreSettings =>
        o.With(nameof(o.IgnoreFailedSources), true);
    public static T DisableIgnoreFailedSources<T>(this T o) where T : DotNetRestoreSettings =>
        o.With(nameof(o.IgnoreFailedSources), false);
    public static T ResetIgnoreFailedSources<T>(this T o) where T : DotNetRestoreSettings =>
        o.With(nameof(o.IgnoreFailedSources), null);
    public static T ResetLockFilePath<T>(this T o) where T : DotNetRestoreSettings => o.With(nameof(o.LockFilePath), null);
    public static T EnableLockedMode<T>(this T o) where T : DotNetRestoreSettings => o.With(nameof(o.LockedMode), true);
    public static T DisableLockedMode<T>(this T o) where T : DotNetRestoreSettings => o.With(nameof(o.LockedMode), false);
    public static T ResetLockedMode<T>(this T o) where T : DotNetRestoreSettings => o.With(nameof(o.LockedMode), null);
    public static T EnableNoCache<T>(this T o) where T : DotNetRestoreSettings => o.With(nameof(o.NoCache), true);
    public static T DisableNoCache<T>(this T o) where T : DotNetRestoreSettings => o.With(nameof(o.NoCache), false);
    public static T ResetNoCache<T>(this T o) where T : DotNetRestoreSettings => o.With(nameof(o.NoCache), null);
    public static T EnableNoDependencies<T>(this T o) where T : DotNetRestoreSettings => o.With(nameof(o.NoDependencies), true);
    public static T DisableNoDependencies<T>(this T o) where T : DotNetRestoreSettings => o.With(nameof(o.NoDependencies), false);
    public static T ResetNoDependencies<T>(this T o) where T : DotNetRestoreSettings => o.With(nameof(o.NoDependencies), null);
    public static T ResetPackageDirectory<T>(this T o) where T : DotNetRestoreSettings =>
        o.With(nameof(o.PackageDirectory), null);
    public static T ResetProjectFile<T>(this T o) where T : DotNetRestoreSettings => o.With(nameof(o.ProjectFile), null);
    public static T ResetRuntime<T>(this T o) where T : DotNetRestoreSettings => o.With(nameof(o.Runtime), null);
    public static T EnableUseLockFile<T>(this T o) where T : DotNetRestoreSettings => o.With(nameof(o.UseLockFile), true);
    public static T DisableUseLockFile<T>(this T o) where T : DotNetRestoreSettings => o.With(nameof(o.UseLockFile), false);
    public static T ResetUseLockFile<T>(this T o) where T : DotNetRestoreSettings => o.With(nameof(o.UseLockFile), null);
    public static T ResetVerbosity<T>(this T o) where T : DotNetRestoreSettings => o.With(nameof(o.Verbosity), null);
}
