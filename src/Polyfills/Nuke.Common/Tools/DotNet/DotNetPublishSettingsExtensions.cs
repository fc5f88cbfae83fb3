using System.Collections.Generic;
using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

/// <summary>Setters of what <c>dotnet publish</c> is told.</summary>
public static partial class DotNetPublishSettingsExtensions
{
    public static T SetArchitecture<T>(this T o, string v) where T : DotNetPublishSettings => o.With(nameof(o.Architecture), v);
    public static T SetArtifactsPath<T>(this T o, string v) where T : DotNetPublishSettings => o.With(nameof(o.ArtifactsPath), v);
    public static T SetConfiguration<T>(this T o, string v) where T : DotNetPublishSettings => o.With(nameof(o.Configuration), v);
    public static T SetDisableParallel<T>(this T o, bool? v) where T : DotNetPublishSettings =>
        o.With(nameof(o.DisableParallel), v);
    public static T SetForce<T>(this T o, bool? v) where T : DotNetPublishSettings => o.With(nameof(o.Force), v);
    public static T SetForceEvaluate<T>(this T o, bool? v) where T : DotNetPublishSettings => o.With(nameof(o.ForceEvaluate), v);
    public static T SetFramework<T>(this T o, string v) where T : DotNetPublishSettings => o.With(nameof(o.Framework), v);
    public static T SetIgnoreFailedSources<T>(this T o, bool? v) where T : DotNetPublishSettings =>
        o.With(nameof(o.IgnoreFailedSources), v);
    public static T SetLockFilePath<T>(this T o, string v) where T : DotNetPublishSettings => o.With(nameof(o.LockFilePath), v);
    public static T SetLockedMode<T>(this T o, bool? v) where T : DotNetPublishSettings => o.With(nameof(o.LockedMode), v);
    public static T SetManifest<T>(this T o, string v) where T : DotNetPublishSettings => o.With(nameof(o.Manifest), v);
    public static T SetNoBuild<T>(this T o, bool? v) where T : DotNetPublishSettings => o.With(nameof(o.NoBuild), v);
    public static T SetNoCache<T>(this T o, bool? v) where T : DotNetPublishSettings => o.With(nameof(o.NoCache), v);
    public static T SetNoDependencies<T>(this T o, bool? v) where T : DotNetPublishSettings =>
        o.With(nameof(o.NoDependencies), v);
    public static T SetNoLogo<T>(this T o, bool? v) where T : DotNetPublishSettings => o.With(nameof(o.NoLogo), v);
    public static T SetNoRestore<T>(this T o, bool? v) where T : DotNetPublishSettings => o.With(nameof(o.NoRestore), v);
    public static T SetOperatingSystem<T>(this T o, string v) where T : DotNetPublishSettings =>
        o.With(nameof(o.OperatingSystem), v);
    public static T SetOutput<T>(this T o, string v) where T : DotNetPublishSettings => o.With(nameof(o.Output), v);
    public static T SetPackageDirectory<T>(this T o, string v) where T : DotNetPublishSettings =>
        o.With(nameof(o.PackageDirectory), v);
    public static T SetProject<T>(this T o, string v) where T : DotNetPublishSettings => o.With(nameof(o.Project), v);
    public static T SetProperties<T>(this T o, IDictionary<string, object> v) where T : DotNetPublishSettings =>
        o.WithEntries(nameof(o.Properties), v);
    public static T SetProperty<T>(this T o, string k, object v) where T : DotNetPublishSettings =>
        o.WithEntry(nameof(o.Properties), k, v);
    public static T AddProperty<T>(this T o, string k, object v) where T : DotNetPublishSettings =>
        o.WithNewEntry(nameof(o.Properties), k, v);
    public static T SetRuntime<T>(this T o, string v) where T : DotNetPublishSettings => o.With(nameof(o.Runtime), v);
    public static T SetSelfContained<T>(this T o, bool? v) where T : DotNetPublishSettings => o.With(nameof(o.SelfContained), v);
    public static T SetSources<T>(this T o, params string[] v) where T : DotNetPublishSettings =>
        o.WithItems(nameof(o.Sources), v);
    public static T SetSources<T>(this T o, IEnumerable<string> v) where T : DotNetPublishSettings =>
        o.WithItems(nameof(o.Sources), v);
    public static T AddSources<T>(this T o, params string[] v) where T : DotNetPublishSettings =>
        o.WithAdded(nameof(o.Sources), v);
    public static T AddSources<T>(this T o, IEnumerable<string> v) where T : DotNetPublishSettings =>
        o.WithAdded(nameof(o.Sources), v);
    public static T SetTargets<T>(this T o, params string[] v) where T : DotNetPublishSettings =>
        o.WithItems(nameof(o.Targets), v);
    public static T SetTargets<T>(this T o, IEnumerable<string> v) where T : DotNetPublishSettings =>
        o.WithItems(nameof(o.Targets), v);
    public static T AddTargets<T>(this T o, params string[] v) where T : DotNetPublishSettings =>
        o.WithAdded(nameof(o.Targets), v);
    public static T AddTargets<T>(this T o, IEnumerable<string> v) where T : DotNetPublishSettings =>
        o.WithAdded(nameof(o.Targets), v);
    public static T SetUseLockFile<T>(this T o, bool? v) where T : DotNetPublishSettings => o.With(nameof(o.UseLockFile), v);
    public static T SetVerbosity<T>(this T o, DotNetVerbosity v) where T : DotNetPublishSettings =>
        o.With(nameof(o.Verbosity), v);
    public static T SetVersionSuffix<T>(this T o, string v) where T : DotNetPublishSettings => o.With(nameof(o.VersionSuffix), v);
    public static T SetVersion<T>(this T o, string v) where T : DotNetPublishSettings =>
        o.WithEntry<T, object>(nameof(o.Properties), "Version", v);
    public static T SetVersionPrefix<T>(this T o, string v) where T : DotNetPublishSettings =>
        o.WithEntry<T, object>(nameof(o.Properties), "VersionPrefix", v);
    public static T SetAssemblyVersion<T>(this T o, string v) where T : DotNetPublishSettings =>
        o.WithEntry<T, object>(nameof(o.Properties), "AssemblyVersion", v);
    public static T SetFileVersion<T>(this T o, string v) where T : DotNetPublishSettings =>
        o.WithEntry<T, object>(nameof(o.Properties), "FileVersion", v);
    public static T SetInformationalVersion<T>(this T o, string v) where T : DotNetPublishSettings =>
        o.WithEntry<T, object>(nameof(o.Properties), "InformationalVersion", v);
    public static T SetPlatform<T>(this T o, string v) where T : DotNetPublishSettings =>
        o.WithEntry<T, object>(nameof(o.Properties), "Platform", v);
    public static T SetContinuousIntegrationBuild<T>(this T o, bool? v) where T : DotNetPublishSettings =>
        o.WithEntry<T, object>(nameof(o.Properties), "ContinuousIntegrationBuild", v);
    public static T SetDeterministic<T>(this T o, bool? v) where T : DotNetPublishSettings =>
        o.WithEntry<T, object>(nameof(o.Properties), "Deterministic", v);
    public static T SetTreatWarningsAsErrors<T>(this T o, bool? v) where T : DotNetPublishSettings =>
        o.WithEntry<T, object>(nameof(o.Properties), "TreatWarningsAsErrors", v);
    public static T SetPublishSingleFile<T>(this T o, bool? v) where T : DotNetPublishSettings =>
        o.WithEntry<T, object>(nameof(o.Properties), "PublishSingleFile", v);
    public static T SetPublishTrimmed<T>(this T o, bool? v) where T : DotNetPublishSettings =>
        o.WithEntry<T, object>(nameof(o.Properties), "PublishTrimmed", v);
    public static T SetPublishReadyToRun<T>(this T o, bool? v) where T : DotNetPublishSettings =>
        o.WithEntry<T, object>(nameof(o.Properties), "PublishReadyToRun", v);
}
