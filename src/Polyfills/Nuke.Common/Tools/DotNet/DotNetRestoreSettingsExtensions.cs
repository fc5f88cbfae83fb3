using System.Collections.Generic;
using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

/// <summary>Setters of what <c>dotnet restore</c> is told.</summary>
public static partial class DotNetRestoreSettingsExtensions
{
    public static T SetConfigFile<T>(this T o, string v) where T : DotNetRestoreSettings => o.With(nameof(o.ConfigFile), v);
    public static T SetDisableParallel<T>(this T o, bool? v) where T : DotNetRestoreSettings =>
        o.With(nameof(o.DisableParallel), v);
    public static T SetForce<T>(this T o, bool? v) where T : DotNetRestoreSettings => o.With(nameof(o.Force), v);
    public static T SetForceEvaluate<T>(this T o, bool? v) where T : DotNetRestoreSettings => o.With(nameof(o.ForceEvaluate), v);
    public static T SetIgnoreFailedSources<T>(this T o, bool? v) where T : DotNetRestoreSettings =>
        o.With(nameof(o.IgnoreFailedSources), v);
    public static T SetLockFilePath<T>(this T o, string v) where T : DotNetRestoreSettings => o.With(nameof(o.LockFilePath), v);
    public static T SetLockedMode<T>(this T o, bool? v) where T : DotNetRestoreSettings => o.With(nameof(o.LockedMode), v);
    public static T SetNoCache<T>(this T o, bool? v) where T : DotNetRestoreSettings => o.With(nameof(o.NoCache), v);
    public static T SetNoDependencies<T>(this T o, bool? v) where T : DotNetRestoreSettings =>
        o.With(nameof(o.NoDependencies), v);
    public static T SetPackageDirectory<T>(this T o, string v) where T : DotNetRestoreSettings =>
        o.With(nameof(o.PackageDirectory), v);
    public static T SetProjectFile<T>(this T o, string v) where T : DotNetRestoreSettings => o.With(nameof(o.ProjectFile), v);
    public static T SetProperties<T>(this T o, IDictionary<string, object> v) where T : DotNetRestoreSettings =>
        o.WithEntries(nameof(o.Properties), v);
    public static T SetProperty<T>(this T o, string k, object v) where T : DotNetRestoreSettings =>
        o.WithEntry(nameof(o.Properties), k, v);
    public static T AddProperty<T>(this T o, string k, object v) where T : DotNetRestoreSettings =>
        o.WithNewEntry(nameof(o.Properties), k, v);
    public static T SetRuntime<T>(this T o, string v) where T : DotNetRestoreSettings => o.With(nameof(o.Runtime), v);
    public static T SetSources<T>(this T o, params string[] v) where T : DotNetRestoreSettings =>
        o.WithItems(nameof(o.Sources), v);
    public static T SetSources<T>(this T o, IEnumerable<string> v) where T : DotNetRestoreSettings =>
        o.WithItems(nameof(o.Sources), v);
    public static T AddSources<T>(this T o, params string[] v) where T : DotNetRestoreSettings =>
        o.WithAdded(nameof(o.Sources), v);
    public static T AddSources<T>(this T o, IEnumerable<string> v) where T : DotNetRestoreSettings =>
        o.WithAdded(nameof(o.Sources), v);
    public static T SetUseLockFile<T>(this T o, bool? v) where T : DotNetRestoreSettings => o.With(nameof(o.UseLockFile), v);
    public static T SetVerbosity<T>(this T o, DotNetVerbosity v) where T : DotNetRestoreSettings =>
        o.With(nameof(o.Verbosity), v);
}
