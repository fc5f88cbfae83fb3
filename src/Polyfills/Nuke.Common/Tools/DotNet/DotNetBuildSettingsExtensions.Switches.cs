using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

public static partial class DotNetBuildSettingsExtensions
{
    public static T ResetArtifactsPath<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.ArtifactsPath), null);
    public static T ResetBinaryLog<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.BinaryLog), null);
    public static T ResetConfiguration<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.Configuration), null);
    public static T EnableDisableParallel<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.DisableParallel), true);
    public static T DisableDisableParallel<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.DisableParallel), false);
    public static T ResetDisableParallel<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.DisableParallel), null);
    public static T EnableForce<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.Force), true);
    public static T DisableForce<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.Force), false);
    public static T ResetForce<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.Force), null);
    public static T EnableForceEvaluate<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.ForceEvaluate), true);
    public static T DisableForceEvaluate<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.ForceEvaluate), false);
    public static T ResetForceEvaluate<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.ForceEvaluate), null);
    public static T ResetFramework<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.Framework), null);
    public static T EnableIgnoreFailedSources<T>(this T o) where T : DotNetBuildSettings =>
        o.With(nameof(o.IgnoreFailedSources), true);
    public static T DisableIgnoreFailedSources<T>(this T o) where T : DotNetBuildSettings =>
        o.With(nameof(o.IgnoreFailedSources), false);
    public static T ResetIgnoreFailedSources<T>(this T o) where T : DotNetBuildSettings =>
        o.With(nameof(o.IgnoreFailedSources), null);
    public static T ResetLockFilePath<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.LockFilePath), null);
    public static T EnableLockedMode<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.LockedMode), true);
    public static T DisableLockedMode<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.LockedMode), false);
    public static T ResetLockedMode<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.LockedMode), null);
    public static T EnableNoCache<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.NoCache), true);
    public static T DisableNoCache<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.NoCache), false);
    public static T ResetNoCache<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.NoCache), null);
    public static T EnableNoConsoleLogger<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.NoConsoleLogger), true);
    public static T DisableNoConsoleLogger<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.NoConsoleLogger), false);
    public static T ResetNoConsoleLogger<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.NoConsoleLogger), null);
    public static T EnableNoDependencies<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.NoDependencies), true);
    public static T DisableNoDependencies<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.NoDependencies), false);
    public static T ResetNoDependencies<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.NoDependencies), null);
    public static T EnableNoIncremental<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.NoIncremental), true);
    public static T DisableNoIncremental<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.NoIncremental), false);
    public static T ResetNoIncremental<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.NoIncremental), null);
    public static T EnableNoLogo<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.NoLogo), true);
    public static T DisableNoLogo<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.NoLogo), false);
    public static T ResetNoLogo<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.NoLogo), null);
    public static T EnableNoRestore<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.NoRestore), true);
    public static T DisableNoRestore<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.NoRestore), false);
    public static T ResetNoRestore<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.NoRestore), null);
    public static T ResetOutputDirectory<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.OutputDirectory), null);
    public static T ResetPackageDirectory<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.PackageDirectory), null);
    public static T ResetProjectFile<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.ProjectFile), null);
    public static T ResetRuntime<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.Runtime), null);
    public static T EnableSelfContained<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.SelfContained), true);
    public static T DisableSelfContained<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.SelfContained), false);
    public static T ResetSelfContained<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.SelfContained), null);
    public static T EnableUseLockFile<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.UseLockFile), true);
    public static T DisableUseLockFile<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.UseLockFile), false);
    public static T ResetUseLockFile<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.UseLockFile), null);
    public static T ResetVerbosity<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.Verbosity), null);
    public static T ResetVersionSuffix<T>(this T o) where T : DotNetBuildSettings => o.With(nameof(o.VersionSuffix), null);
    public static T EnableContinuousIntegrationBuild<T>(this T o) where T : DotNetBuildSettings =>
        o.WithEntry<T, object>(nameof(o.Properties), "ContinuousIntegrationBuild", true);
    public static T DisableContinuousIntegrationBuild<T>(this T o) where T : DotNetBuildSettings =>
        o.WithEntry<T, object>(nameof(o.Properties), "ContinuousIntegrationBuild", false);
    public static T EnableDeterministic<T>(this T o) where T : DotNetBuildSettings =>
        o.WithEntry<T, object>(nameof(o.Properties), "Deterministic", true);
    public static T DisableDeterministic<T>(this T o) where T : DotNetBuildSettings =>
        o.WithEntry<T, object>(nameof(o.Properties), "Deterministic", false);
    public static T EnableTreatWarningsAsErrors<T>(this T o) where T : DotNetBuildSettings =>
        o.WithEntry<T, object>(nameof(o.Properties), "TreatWarningsAsErrors", true);
    public static T DisableTreatWarningsAsErrors<T>(this T o) where T : DotNetBuildSettings =>
        o.WithEntry<T, object>(nameof(o.Properties), "TreatWarningsAsErrors", false);
}
