using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

public static partial class DotNetNuGetPushSettingsExtensions
{
    public static T ResetApiKey<T>(this T o) where T : DotNetNuGetPushSettings => o.With(nameof(o.ApiKey), null);
    public static T EnableDisableBuffering<T>(this T o) where T : DotNetNuGetPushSettings =>
        o.With(nameof(o.DisableBuffering), true);
    public static T DisableDisableBuffering<T>(this T o) where T : DotNetNuGetPushSettings =>
        o.With(nameof(o.DisableBuffering), false);
    public static T ResetDisableBuffering<T>(this T o) where T : DotNetNuGetPushSettings =>
        o.With(nameof(o.DisableBuffering), null);
    public static T EnableForceEnglishOutput<T>(this T o) where T : DotNetNuGetPushSettings =>
        o.With(nameof(o.ForceEnglishOutput), true);
    public static T DisableForceEnglishOutput<T>(this T o) where T : DotNetNuGetPushSettings =>
        o.With(nameof(o.ForceEnglishOutput), false);
    public static T ResetForceEnglishOutput<T>(this T o) where T : DotNetNuGetPushSettings =>
        o.With(nameof(o.ForceEnglishOutput), null);
    public static T EnableNoServiceEndpoint<T>(this T o) where T : DotNetNuGetPushSettings =>
        o.With(nameof(o.NoServiceEndpoint), true);
    public static T DisableNoServiceEndpoint<T>(this T o) where T : DotNetNuGetPushSettings =>
        o.With(nameof(o.NoServiceEndpoint), false);
    public static T ResetNoServiceEndpoint<T>(this T o) where T : DotNetNuGetPushSettings =>
        o.With(nameof(o.NoServiceEndpoint), null);
    public static T EnableNoSymbols<T>(this T o) where T : DotNetNuGetPushSettings => o.With(nameof(o.NoSymbols), true);
    public static T DisableNoSymbols<T>(this T o) where T : DotNetNuGetPushSettings => o.With(nameof(o.NoSymbols), false);
    public static T ResetNoSymbols<T>(this T o) where T : DotNetNuGetPushSettings => o.With(nameof(o.NoSymbols), null);
    public static T EnableSkipDuplicate<T>(this T o) where T : DotNetNuGetPushSettings => o.With(nameof(o.SkipDuplicate), true);
    public static T DisableSkipDuplicate<T>(this T o) where T : DotNetNuGetPushSettings => o.With(nameof(o.SkipDuplicate), false);
    public static T ResetSkipDuplicate<T>(this T o) where T : DotNetNuGetPushSettings => o.With(nameof(o.SkipDuplicate), null);
    public static T ResetSource<T>(this T o) where T : DotNetNuGetPushSettings => o.With(nameof(o.Source), null);
    public static T ResetSymbolApiKey<T>(this T o) where T : DotNetNuGetPushSettings => o.With(nameof(o.SymbolApiKey), null);
    public static T ResetSymbolSource<T>(this T o) where T : DotNetNuGetPushSettings => o.With(nameof(o.SymbolSource), null);
    public static T ResetTargetPath<T>(this T o) where T : DotNetNuGetPushSettings => o.With(nameof(o.TargetPath), null);
    public static T ResetTimeout<T>(this T o) where T : DotNetNuGetPushSettings => o.With(nameof(o.Timeout), null);
}
