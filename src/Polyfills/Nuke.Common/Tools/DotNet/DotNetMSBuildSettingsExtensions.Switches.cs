using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

public static partial class DotNetMSBuildSettingsExtensions
{
    public static T ResetBinaryLog<T>(this T o) where T : DotNetMSBuildSettings => o.With(nameof(o.BinaryLog), null);
    public static T ResetConfiguration<T>(this T o) where T : DotNetMSBuildSettings => o.With(nameof(o.Configuration), null);
    public static T EnableDetailedSummary<T>(this T o) where T : DotNetMSBuildSettings => o.With(nameof(o.DetailedSummary), true);
    public static T DisableDetailedSummary<T>(this T o) where T : DotNetMSBuildSettings =>
        o.With(nameof(o.DetailedSummary), false);
    public static T ResetDetailedSummary<T>(this T o) where T : DotNetMSBuildSettings => o.With(nameof(o.DetailedSummary), null);
    public static T EnableGraphBuild<T>(this T o) where T : DotNetMSBuildSettings => o.With(nameof(o.GraphBuild), true);
    public static T DisableGraphBuild<T>(this T o) where T : DotNetMSBuildSettings => o.With(nameof(o.GraphBuild), false);
    public static T ResetGraphBuild<T>(this T o) where T : DotNetMSBuildSettings => o.With(nameof(o.GraphBuild), null);
    public static T ResetMaxCpuCount<T>(this T o) where T : DotNetMSBuildSettings => o.With(nameof(o.MaxCpuCount), null);
    public static T EnableNoConsoleLogger<T>(this T o) where T : DotNetMSBuildSettings => o.With(nameof(o.NoConsoleLogger), true);
    public static T DisableNoConsoleLogger<T>(this T o) where T : DotNetMSBuildSettings =>
        o.With(nameof(o.NoConsoleLogger), false);
    public static T ResetNoConsoleLogger<T>(this T o) where T : DotNetMSBuildSettings => o.With(nameof(o.NoConsoleLogger), null);
    public static T EnableNoLogo<T>(this T o) where T : DotNetMSBuildSettings => o.With(nameof(o.NoLogo), true);
    public static T DisableNoLogo<T>(this T o) where T : DotNetMSBuildSettings => o.With(nameof(o.NoLogo), false);
    public static T ResetNoLogo<T>(this T o) where T : DotNetMSBuildSettings => o.With(nameof(o.NoLogo), null);
    public static T EnableNodeReuse<T>(this T o) where T : DotNetMSBuildSettings => o.With(nameof(o.NodeReuse), true);
    public static T DisableNodeReuse<T>(this T o) where T : DotNetMSBuildSettings => o.With(nameof(o.NodeReuse), false);
    public static T ResetNodeReuse<T>(this T o) where T : DotNetMSBuildSettings => o.With(nameof(o.NodeReuse), null);
    public static T EnableRestore<T>(this T o) where T : DotNetMSBuildSettings => o.With(nameof(o.Restore), true);
    public static T DisableRestore<T>(this T o) where T : DotNetMSBuildSettings => o.With(nameof(o.Restore), false);
    public static T ResetRestore<T>(this T o) where T : DotNetMSBuildSettings => o.With(nameof(o.Restore), null);
    public static T ResetTargetPath<T>(this T o) where T : DotNetMSBuildSettings => o.With(nameof(o.TargetPath), null);
    public static T ResetVerbosity<T>(this T o) where T : DotNetMSBuildSettings => o.With(nameof(o.Verbosity), null);
}
