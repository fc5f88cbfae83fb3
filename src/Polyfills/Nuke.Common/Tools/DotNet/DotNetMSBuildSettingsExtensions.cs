using System.Collections.Generic;
using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

/// <summary>Setters of what <c>dotnet msbuild</c> is told.</summary>
public static partial class DotNetMSBuildSettingsExtensions
{
    public static T SetBinaryLog<T>(this T o, string v) where T : DotNetMSBuildSettings => o.With(nameof(o.BinaryLog), v);
    public static T SetConfiguration<T>(this T o, string v) where T : DotNetMSBuildSettings => o.With(nameof(o.Configuration), v);
    public static T SetDetailedSummary<T>(this T o, bool? v) where T : DotNetMSBuildSettings =>
        o.With(nameof(o.DetailedSummary), v);
    public static T SetGraphBuild<T>(this T o, bool? v) where T : DotNetMSBuildSettings => o.With(nameof(o.GraphBuild), v);
    public static T SetLoggers<T>(this T o, params string[] v) where T : DotNetMSBuildSettings =>
        o.WithItems(nameof(o.Loggers), v);
    public static T SetLoggers<T>(this T o, IEnumerable<string> v) where T : DotNetMSBuildSettings =>
        o.WithItems(nameof(o.Loggers), v);
    public static T AddLoggers<T>(this T o, params string[] v) where T : DotNetMSBuildSettings =>
        o.WithAdded(nameof(o.Loggers), v);
    public static T AddLoggers<T>(this T o, IEnumerable<string> v) where T : DotNetMSBuildSettings =>
        o.WithAdded(nameof(o.Loggers), v);
    public static T SetMaxCpuCount<T>(this T o, int? v) where T : DotNetMSBuildSettings => o.With(nameof(o.MaxCpuCount), v);
    public static T SetNoConsoleLogger<T>(this T o, bool? v) where T : DotNetMSBuildSettings =>
        o.With(nameof(o.NoConsoleLogger), v);
    public static T SetNoLogo<T>(this T o, bool? v) where T : DotNetMSBuildSettings => o.With(nameof(o.NoLogo), v);
    public static T SetNodeReuse<T>(this T o, bool? v) where T : DotNetMSBuildSettings => o.With(nameof(o.NodeReuse), v);
    public static T SetProperties<T>(this T o, IDictionary<string, object> v) where T : DotNetMSBuildSettings =>
        o.WithEntries(nameof(o.Properties), v);
    public static T SetProperty<T>(this T o, string k, object v) where T : DotNetMSBuildSettings =>
        o.WithEntry(nameof(o.Properties), k, v);
    public static T AddProperty<T>(this T o, string k, object v) where T : DotNetMSBuildSettings =>
        o.WithNewEntry(nameof(o.Properties), k, v);
    public static T SetRestore<T>(this T o, bool? v) where T : DotNetMSBuildSettings => o.With(nameof(o.Restore), v);
    public static T SetTargetPath<T>(this T o, string v) where T : DotNetMSBuildSettings => o.With(nameof(o.TargetPath), v);
    public static T SetTargets<T>(this T o, params string[] v) where T : DotNetMSBuildSettings =>
        o.WithItems(nameof(o.Targets), v);
    public static T SetTargets<T>(this T o, IEnumerable<string> v) where T : DotNetMSBuildSettings =>
        o.WithItems(nameof(o.Targets), v);
    public static T AddTargets<T>(this T o, params string[] v) where T : DotNetMSBuildSettings =>
        o.WithAdded(nameof(o.Targets), v);
    public static T AddTargets<T>(this T o, IEnumerable<string> v) where T : DotNetMSBuildSettings =>
        o.WithAdded(nameof(o.Targets), v);
    public static T SetVerbosity<T>(this T o, DotNetVerbosity v) where T : DotNetMSBuildSettings =>
        o.With(nameof(o.Verbosity), v);
}
