using System.Collections.Generic;
using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

/// <summary>Setters of what <c>dotnet tool restore</c> is told.</summary>
public static partial class DotNetToolRestoreSettingsExtensions
{
    public static T SetConfigFile<T>(this T o, string v) where T : DotNetToolRestoreSettings => o.With(nameof(o.ConfigFile), v);
    public static T SetDisableParallel<T>(this T o, bool? v) where T : DotNetToolRestoreSettings =>
        o.With(nameof(o.DisableParallel), v);
    public static T SetIgnoreFailedSources<T>(this T o, bool? v) where T : DotNetToolRestoreSettings =>
        o.With(nameof(o.IgnoreFailedSources), v);
    public static T SetInteractive<T>(this T o, bool? v) where T : DotNetToolRestoreSettings => o.With(nameof(o.Interactive), v);
    public static T SetNoCache<T>(this T o, bool? v) where T : DotNetToolRestoreSettings => o.With(nameof(o.NoCache), v);
    public static T SetSources<T>(this T o, params string[] v) where T : DotNetToolRestoreSettings =>
        o.WithItems(nameof(o.Sources), v);
    public static T SetSources<T>(this T o, IEnumerable<string> v) where T : DotNetToolRestoreSettings =>
        o.WithItems(nameof(o.Sources), v);
    public static T AddSources<T>(this T o, params string[] v) where T : DotNetToolRestoreSettings =>
        o.WithAdded(nameof(o.Sources), v);
    public static T AddSources<T>(this T o, IEnumerable<string> v) where T : DotNetToolRestoreSettings =>
        o.WithAdded(nameof(o.Sources), v);
    public static T SetToolManifest<T>(this T o, string v) where T : DotNetToolRestoreSettings =>
        o.With(nameof(o.ToolManifest), v);
}
