using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

/// <summary>Setters of what <c>dotnet nuget push</c> is told.</summary>
public static partial class DotNetNuGetPushSettingsExtensions
{
    public static T SetApiKey<T>(this T o, string v) where T : DotNetNuGetPushSettings => o.With(nameof(o.ApiKey), v);
    public static T SetDisableBuffering<T>(this T o, bool? v) where T : DotNetNuGetPushSettings =>
        o.With(nameof(o.DisableBuffering), v);
    public static T SetForceEnglishOutput<T>(this T o, bool? v) where T : DotNetNuGetPushSettings =>
        o.With(nameof(o.ForceEnglishOutput), v);
    public static T SetNoServiceEndpoint<T>(this T o, bool? v) where T : DotNetNuGetPushSettings =>
        o.With(nameof(o.NoServiceEndpoint), v);
    public static T SetNoSymbols<T>(this T o, bool? v) where T : DotNetNuGetPushSettings => o.With(nameof(o.NoSymbols), v);
    public static T SetSkipDuplicate<T>(this T o, bool? v) where T : DotNetNuGetPushSettings =>
        o.With(nameof(o.SkipDuplicate), v);
    public static T SetSource<T>(this T o, string v) where T : DotNetNuGetPushSettings => o.With(nameof(o.Source), v);
    public static T SetSymbolApiKey<T>(this T o, string v) where T : DotNetNuGetPushSettings => o.With(nameof(o.SymbolApiKey), v);
    public static T SetSymbolSource<T>(this T o, string v) where T : DotNetNuGetPushSettings => o.With(nameof(o.SymbolSource), v);
    public static T SetTargetPath<T>(this T o, string v) where T : DotNetNuGetPushSettings => o.With(nameof(o.TargetPath), v);
    public static T SetTimeout<T>(this T o, int? v) where T : DotNetNuGetPushSettings => o.With(nameof(o.Timeout), v);
}
