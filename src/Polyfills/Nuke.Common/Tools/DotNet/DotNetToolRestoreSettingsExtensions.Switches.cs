using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

public static partial class DotNetToolRestoreSettingsExtensions
{
    public static T ResetConfigFile<T>(this T o) where T : DotNetToolRestoreSettings => o.With(nameof(o.ConfigFile), null);
    public static T EnableDisableParallel<T>(this T o) where T : DotNetToolRestoreSettings =>
        o.With(nameof(o.DisableParallel), true);
    public static T DisableDisableParallel<T>(this T o) where T : DotNetToolRestoreSettings =>
        o.With(nameof(o.DisableParallel), false);
    public static T ResetDisableParallel<T>(this T o) where T : DotNetToolRestoreSettings =>
        o.With(nameof(o.DisableParallel), null);
    public static T EnableIgnoreFailedSources<T>(this T o) where T : DotNetToolRestoreSettings =>
        o.With(nameof(o.IgnoreFailedSources), true);
    public static T DisableIgnoreFailedSources<T>(this T o) where T : DotNetToolRestoreSettings =>
        o.With(nameof(o.IgnoreFailedSources), false);
    public static T ResetIgnoreFailedSources<T>(this T o) where T : DotNetToolRestoreSettings =>
        o.With(nameof(o.IgnoreFailedSources), null);
    public static T EnableInteractive<T>(this T o) where T : DotNetToolRestoreSettings => o.With(nameof(o.Interactive), true);
    public static T DisableInteractive<T>(this T o) where T : DotNetToolRestoreSettings => o.With(nameof(o.Interactive), false);
    public static T ResetInteractive<T>(this T o) where T : DotNetToolRestoreSettings => o.With(nameof(o.Interactive), null);
    public static T EnableNoCache<T>(this T o) where T : DotNetToolRestoreSettings => o.With(nameof(o.NoCache), true);
    public static T DisableNoCache<T>(this T o) where T : DotNetToolRestoreSettings => o.With(nameof(o.NoCache), false);
    public static T ResetNoCache<T>(this T o) where T : DotNetToolRestoreSettings => o.With(nameof(o.NoCache), null);
    public static T ResetToolManifest<T>(this T o) where T : DotNetToolRestoreSettings => o.With(nameof(o.ToolManifest), null);
}
