using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

public static partial class DotNetCleanSettingsExtensions
{
    public static T ResetArtifactsPath<T>(this T o) where T : DotNetCleanSettings => o.With(nameof(o.ArtifactsPath), null);
    public static T ResetConfiguration<T>(this T o) where T : DotNetCleanSettings => o.With(nameof(o.Configuration), null);
    public static T ResetFramework<T>(this T o) where T : DotNetCleanSettings => o.With(nameof(o.Framework), null);
    public static T EnableNoLogo<T>(this T o) where T : DotNetCleanSettings => o.With(nameof(o.NoLogo), true);
    public static T DisableNoLogo<T>(this T o) where T : DotNetCleanSettings => o.With(nameof(o.NoLogo), false);
    public static T ResetNoLogo<T>(this T o) where T : DotNetCleanSettings => o.With(nameof(o.NoLogo), null);
    public static T ResetOutput<T>(this T o) where T : DotNetCleanSettings => o.With(nameof(o.Output), null);
    public static T ResetProject<T>(this T o) where T : DotNetCleanSettings => o.With(nameof(o.Project), null);
    public static T ResetRuntime<T>(this T o) where T : DotNetCleanSettings => o.With(nameof(o.Runtime), null);
    public static T ResetVerbosity<T>(this T o) where T : DotNetCleanSettings => o.With(nameof(o.Verbosity), null);
}
