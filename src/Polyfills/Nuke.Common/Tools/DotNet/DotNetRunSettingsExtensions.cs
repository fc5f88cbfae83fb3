using System.Collections.Generic;
using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

/// <summary>Setters of what <c>dotnet run</c> is told.</summary>
public static partial class DotNetRunSettingsExtensions
{
    public static T SetApplicationArguments<T>(this T o, params string[] v) where T : DotNetRunSettings =>
        o.WithItems(nameof(o.ApplicationArguments), v);
    public static T SetApplicationArguments<T>(this T o, IEnumerable<string> v) where T : DotNetRunSettings =>
        o.WithItems(nameof(o.ApplicationArguments), v);
    public static T AddApplicationArguments<T>(this T o, params string[] v) where T : DotNetRunSettings =>
        o.WithAdded(nameof(o.ApplicationArguments), v);
    public static T AddApplicationArguments<T>(this T o, IEnumerable<string> v) where T : DotNetRunSettings =>
        o.WithAdded(nameof(o.ApplicationArguments), v);
    public static T SetArchitecture<T>(this T o, string v) where T : DotNetRunSettings => o.With(nameof(o.Architecture), v);
    public static T SetArtifactsPath<T>(this T o, string v) where T : DotNetRunSettings => o.With(nameof(o.ArtifactsPath), v);
    public static T SetConfiguration<T>(this T o, string v) where T : DotNetRunSettings => o.With(nameof(o.Configuration), v);
    public static T SetDisableBuildServers<T>(this T o, bool? v) where T : DotNetRunSettings =>
        o.With(nameof(o.DisableBuildServers), v);
    public static T SetDisableParallel<T>(this T o, bool? v) where T : DotNetRunSettings => o.With(nameof(o.DisableParallel), v);
    public static T SetForce<T>(this T o, bool? v) where T : DotNetRunSettings => o.With(nameof(o.Force), v);
    public static T SetForceEvaluate<T>(this T o, bool? v) where T : DotNetRunSettings => o.With(nameof(o.ForceEvaluate), v);
    public static T SetFramework<T>(this T o, string v) where T : DotNetRunSettings => o.With(nameof(o.Framework), v);
    public static T SetIgnoreFailedSources<T>(this T o, bool? v) where T : DotNetRunSettings =>
        o.With(nameof(o.IgnoreFailedSources), v);
    public static T SetInteractive<T>(this T o, bool? v) where T : DotNetRunSettings => o.With(nameof(o.Interactive), v);
    public static T SetLaunchProfile<T>(this T o, string v) where T : DotNetRunSettings => o.With(nameof(o.LaunchProfile), v);
    public static T SetLockFilePath<T>(this T o, string v) where T : DotNetRunSettings => o.With(nameof(o.LockFilePath), v);
    public static T SetLockedMode<T>(this T o, bool? v) where T : DotNetRunSettings => o.With(nameof(o.LockedMode), v);
    public static T SetNoBuild<T>(this T o, bool? v) where T : DotNetRunSettings => o.With(nameof(o.NoBuild), v);
    public static T SetNoCache<T>(this T o, bool? v) where T : DotNetRunSettings => o.With(nameof(o.NoCache), v);
    public static T SetNoDependencies<T>(this T o, bool? v) where T : DotNetRunSettings => o.With(nameof(o.NoDependencies), v);
    public static T SetNoLaunchProfile<T>(this T o, bool? v) where T : DotNetRunSettings => o.With(nameof(o.NoLaunchProfile), v);
    public static T SetNoRestore<T>(this T o, bool? v) where T : DotNetRunSettings => o.With(nameof(o.NoRestore), v);
    public static T SetNoSelfContained<T>(this T o, bool? v) where T : DotNetRunSettings => o.With(nameof(o.NoSelfContained), v);
    public static T SetOperatingSystem<T>(this T o, string v) where T : DotNetRunSettings => o.With(nameof(o.OperatingSystem), v);
    public static T SetPackageDirectory<T>(this T o, string v) where T : DotNetRunSettings =>
        o.With(nameof(o.PackageDirectory), v);
    public static T SetProjectFile<T>(this T o, string v) where T : DotNetRunSettings => o.With(nameof(o.ProjectFile), v);
    public static T SetProperties<T>(this T o, IDictionary<string, object> v) where T : DotNetRunSettings =>
        o.WithEntries(nameof(o.Properties), v);
    public static T SetProperty<T>(this T o, string k, object v) where T : DotNetRunSettings =>
        o.WithEntry(nameof(o.Properties), k, v);
    public static T AddProperty<T>(this T o, string k, object v) where T : DotNetRunSettings =>
        o.WithNewEntry(nameof(o.Properties), k, v);
    public static T SetRuntime<T>(this T o, string v) where T : DotNetRunSettings => o.With(nameof(o.Runtime), v);
    public static T SetSelfContained<T>(this T o, bool? v) where T : DotNetRunSettings => o.With(nameof(o.SelfContained), v);
    public static T SetSources<T>(this T o, params string[] v) where T : DotNetRunSettings => o.WithItems(nameof(o.Sources), v);
    public static T SetSources<T>(this T o, IEnumerable<string> v) where T : DotNetRunSettings =>
        o.WithItems(nameof(o.Sources), v);
    public static T AddSources<T>(this T o, params string[] v) where T : DotNetRunSettings => o.WithAdded(nameof(o.Sources), v);
    public static T AddSources<T>(this T o, IEnumerable<string> v) where T : DotNetRunSettings =>
        o.WithAdded(nameof(o.Sources), v);
    public static T SetUseLockFile<T>(this T o, bool? v) where T : DotNetRunSettings => o.With(nameof(o.UseLockFile), v);
    public static T SetVerbosity<T>(this T o, DotNetVerbosity v) where T : DotNetRunSettings => o.With(nameof(o.Verbosity), v);
}
