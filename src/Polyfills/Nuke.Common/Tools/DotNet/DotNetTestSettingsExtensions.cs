using System.Collections.Generic;
using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

/// <summary>Setters of what <c>dotnet test</c> is told.</summary>
public static partial class DotNetTestSettingsExtensions
{
    public static T SetArtifactsPath<T>(this T o, string v) where T : DotNetTestSettings => o.With(nameof(o.ArtifactsPath), v);
    public static T SetBlameCrash<T>(this T o, bool? v) where T : DotNetTestSettings => o.With(nameof(o.BlameCrash), v);
    public static T SetBlameCrashCollectAlways<T>(this T o, bool? v) where T : DotNetTestSettings =>
        o.With(nameof(o.BlameCrashCollectAlways), v);
    public static T SetBlameCrashDumpType<T>(this T o, string v) where T : DotNetTestSettings =>
        o.With(nameof(o.BlameCrashDumpType), v);
    public static T SetBlameHang<T>(this T o, bool? v) where T : DotNetTestSettings => o.With(nameof(o.BlameHang), v);
    public static T SetBlameHangDumpType<T>(this T o, string v) where T : DotNetTestSettings =>
        o.With(nameof(o.BlameHangDumpType), v);
    public static T SetBlameHangTimeout<T>(this T o, string v) where T : DotNetTestSettings =>
        o.With(nameof(o.BlameHangTimeout), v);
    public static T SetBlameMode<T>(this T o, bool? v) where T : DotNetTestSettings => o.With(nameof(o.BlameMode), v);
    public static T SetConfiguration<T>(this T o, string v) where T : DotNetTestSettings => o.With(nameof(o.Configuration), v);
    public static T SetDataCollector<T>(this T o, string v) where T : DotNetTestSettings => o.With(nameof(o.DataCollector), v);
    public static T SetDiagnosticsFile<T>(this T o, string v) where T : DotNetTestSettings =>
        o.With(nameof(o.DiagnosticsFile), v);
    public static T SetDisableParallel<T>(this T o, bool? v) where T : DotNetTestSettings => o.With(nameof(o.DisableParallel), v);
    public static T SetFilter<T>(this T o, string v) where T : DotNetTestSettings => o.With(nameof(o.Filter), v);
    public static T SetForce<T>(this T o, bool? v) where T : DotNetTestSettings => o.With(nameof(o.Force), v);
    public static T SetForceEvaluate<T>(this T o, bool? v) where T : DotNetTestSettings => o.With(nameof(o.ForceEvaluate), v);
    public static T SetFramework<T>(this T o, string v) where T : DotNetTestSettings => o.With(nameof(o.Framework), v);
    public static T SetIgnoreFailedSources<T>(this T o, bool? v) where T : DotNetTestSettings =>
        o.With(nameof(o.IgnoreFailedSources), v);
    public static T SetListTests<T>(this T o, bool? v) where T : DotNetTestSettings => o.With(nameof(o.ListTests), v);
    public static T SetLockFilePath<T>(this T o, string v) where T : DotNetTestSettings => o.With(nameof(o.LockFilePath), v);
    public static T SetLockedMode<T>(this T o, bool? v) where T : DotNetTestSettings => o.With(nameof(o.LockedMode), v);
    public static T SetLoggers<T>(this T o, params string[] v) where T : DotNetTestSettings => o.WithItems(nameof(o.Loggers), v);
    public static T SetLoggers<T>(this T o, IEnumerable<string> v) where T : DotNetTestSettings =>
        o.WithItems(nameof(o.Loggers), v);
    public static T AddLoggers<T>(this T o, params string[] v) where T : DotNetTestSettings => o.WithAdded(nameof(o.Loggers), v);
    public static T AddLoggers<T>(this T o, IEnumerable<string> v) where T : DotNetTestSettings =>
        o.WithAdded(nameof(o.Loggers), v);
    public static T SetNoBuild<T>(this T o, bool? v) where T : DotNetTestSettings => o.With(nameof(o.NoBuild), v);
    public static T SetNoCache<T>(this T o, bool? v) where T : DotNetTestSettings => o.With(nameof(o.NoCache), v);
    public static T SetNoDependencies<T>(this T o, bool? v) where T : DotNetTestSettings => o.With(nameof(o.NoDependencies), v);
    public static T SetNoLogo<T>(this T o, bool? v) where T : DotNetTestSettings => o.With(nameof(o.NoLogo), v);
    public static T SetNoRestore<T>(this T o, bool? v) where T : DotNetTestSettings => o.With(nameof(o.NoRestore), v);
    public static T SetOutput<T>(this T o, string v) where T : DotNetTestSettings => o.With(nameof(o.Output), v);
    public static T SetPackageDirectory<T>(this T o, string v) where T : DotNetTestSettings =>
        o.With(nameof(o.PackageDirectory), v);
    public static T SetProjectFile<T>(this T o, string v) where T : DotNetTestSettings => o.With(nameof(o.ProjectFile), v);
    public static T SetProperties<T>(this T o, IDictionary<string, object> v) where T : DotNetTestSettings =>
        o.WithEntries(nameof(o.Properties), v);
    public static T SetProperty<T>(this T o, string k, object v) where T : DotNetTestSettings =>
        o.WithEntry(nameof(o.Properties), k, v);
    public static T AddProperty<T>(this T o, string k, object v) where T : DotNetTestSettings =>
        o.WithNewEntry(nameof(o.Properties), k, v);
    public static T SetResultsDirectory<T>(this T o, string v) where T : DotNetTestSettings =>
        o.With(nameof(o.ResultsDirectory), v);
    public static T SetRunSettings<T>(this T o, IDictionary<string, object> v) where T : DotNetTestSettings =>
        o.WithEntries(nameof(o.RunSettings), v);
    public static T SetRunSetting<T>(this T o, string k, object v) where T : DotNetTestSettings =>
        o.WithEntry(nameof(o.RunSettings), k, v);
    public static T AddRunSetting<T>(this T o, string k, object v) where T : DotNetTestSettings =>
        o.WithNewEntry(nameof(o.RunSettings), k, v);
    public static T SetRuntime<T>(this T o, string v) where T : DotNetTestSettings => o.With(nameof(o.Runtime), v);
    public static T SetSettingsFile<T>(this T o, string v) where T : DotNetTestSettings => o.With(nameof(o.SettingsFile), v);
    public static T SetSources<T>(this T o, params string[] v) where T : DotNetTestSettings => o.WithItems(nameof(o.Sources), v);
    public static T SetSources<T>(this T o, IEnumerable<string> v) where T : DotNetTestSettings =>
        o.WithItems(nameof(o.Sources), v);
    public static T AddSources<T>(this T o, params string[] v) where T : DotNetTestSettings => o.WithAdded(nameof(o.Sources), v);
    public static T AddSources<T>(this T o, IEnumerable<string> v) where T : DotNetTestSettings =>
        o.WithAdded(nameof(o.Sources), v);
    public static T SetTestAdapterPath<T>(this T o, string v) where T : DotNetTestSettings =>
        o.With(nameof(o.TestAdapterPath), v);
    public static T SetUseLockFile<T>(this T o, bool? v) where T : DotNetTestSettings => o.With(nameof(o.UseLockFile), v);
    public static T SetVerbosity<T>(this T o, DotNetVerbosity v) where T : DotNetTestSettings => o.With(nameof(o.Verbosity), v);
}
