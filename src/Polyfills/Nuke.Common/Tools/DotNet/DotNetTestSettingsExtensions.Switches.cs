using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

public static partial class DotNetTestSettingsExtensions
{
    public static T ResetArtifactsPath<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.ArtifactsPath), null);
    public static T EnableBlameCrash<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.BlameCrash), true);
    public static T DisableBlameCrash<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.BlameCrash), false);
    public static T ResetBlameCrash<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.BlameCrash), null);
    public static T EnableBlameCrashCollectAlways<T>(this T o) where T : DotNetTestSettings =>
        o.With(nameof(o.BlameCrashCollectAlways), true);
    public static T DisableBlameCrashCollectAlways<T>(this T o) where T : DotNetTestSettings =>
        o.With(nameof(o.BlameCrashCollectAlways), false);
    public static T ResetBlameCrashCollectAlways<T>(this T o) where T : DotNetTestSettings =>
        o.With(nameof(o.BlameCrashCollectAlways), null);
    public static T ResetBlameCrashDumpType<T>(this T o) where T : DotNetTestSettings =>
        o.With(nameof(o.BlameCrashDumpType), null);
    public static T EnableBlameHang<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.BlameHang), true);
    public static T DisableBlameHang<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.BlameHang), false);
    public static T ResetBlameHang<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.BlameHang), null);
    public static T ResetBlameHangDumpType<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.BlameHangDumpType), null);
    public static T ResetBlameHangTimeout<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.BlameHangTimeout), null);
    public static T EnableBlameMode<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.BlameMode), true);
    public static T DisableBlameMode<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.BlameMode), false);
    public static T ResetBlameMode<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.BlameMode), null);
    public static T ResetConfiguration<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.Configuration), null);
    public static T ResetDataCollector<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.DataCollector), null);
    public static T ResetDiagnosticsFile<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.DiagnosticsFile), null);
    public static T EnableDisableParallel<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.DisableParallel), true);
    public static T DisableDisableParallel<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.DisableParallel), false);
    public static T ResetDisableParallel<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.DisableParallel), null);
    public static T ResetFilter<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.Filter), null);
    public static T EnableForce<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.Force), true);
    public static T DisableForce<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.Force), false);
    public static T ResetForce<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.Force), null);
    public static T EnableForceEvaluate<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.ForceEvaluate), true);
    public static T DisableForceEvaluate<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.ForceEvaluate), false);
    public static T ResetForceEvaluate<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.ForceEvaluate), null);
    public static T ResetFramework<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.Framework), null);
    public static T EnableIgnoreFailedSources<T>(this T o) where T : DotNetTestSettings =>
        o.With(nameof(o.IgnoreFailedSources), true);
    public static T DisableIgnoreFailedSources<T>(this T o) where T : DotNetTestSettings =>
        o.With(nameof(o.IgnoreFailedSources), false);
    public static T ResetIgnoreFailedSources<T>(this T o) where T : DotNetTestSettings =>
        o.With(nameof(o.IgnoreFailedSources), null);
    public static T EnableListTests<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.ListTests), true);
    public static T DisableListTests<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.ListTests), false);
    public static T ResetListTests<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.ListTests), null);
    public static T ResetLockFilePath<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.LockFilePath), null);
    public static T EnableLockedMode<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.LockedMode), true);
    public static T DisableLockedMode<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.LockedMode), false);
    public static T ResetLockedMode<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.LockedMode), null);
    public static T EnableNoBuild<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.NoBuild), true);
    public static T DisableNoBuild<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.NoBuild), false);
    public static T ResetNoBuild<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.NoBuild), null);
    public static T EnableNoCache<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.NoCache), true);
    public static T DisableNoCache<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.NoCache), false);
    public static T ResetNoCache<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.NoCache), null);
    public static T EnableNoDependencies<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.NoDependencies), true);
    public static T DisableNoDependencies<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.NoDependencies), false);
    public static T ResetNoDependencies<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.NoDependencies), null);
    public static T EnableNoLogo<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.NoLogo), true);
    public static T DisableNoLogo<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.NoLogo), false);
    public static T ResetNoLogo<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.NoLogo), null);
    public static T EnableNoRestore<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.NoRestore), true);
    public static T DisableNoRestore<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.NoRestore), false);
    public static T ResetNoRestore<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.NoRestore), null);
    public static T ResetOutput<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.Output), null);
    public static T ResetPackageDirectory<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.PackageDirectory), null);
    public static T ResetProjectFile<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.ProjectFile), null);
    public static T ResetResultsDirectory<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.ResultsDirectory), null);
    public static T ResetRuntime<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.Runtime), null);
    public static T ResetSettingsFile<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.SettingsFile), null);
    public static T ResetTestAdapterPath<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.TestAdapterPath), null);
    public static T EnableUseLockFile<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.UseLockFile), true);
    public static T DisableUseLockFile<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.UseLockFile), false);
    public static T ResetUseLockFile<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.UseLockFile), null);
    public static T ResetVerbosity<T>(this T o) where T : DotNetTestSettings => o.With(nameof(o.Verbosity), null);
}
