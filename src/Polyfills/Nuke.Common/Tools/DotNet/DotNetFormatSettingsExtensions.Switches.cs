using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

public static partial class DotNetFormatSettingsExtensions
{
    public static T ResetBinaryLog<T>(this T o) where T : DotNetFormatSettings => o.With(nameof(o.BinaryLog), null);
    public static T EnableIncludeGenerated<T>(this T o) where T : DotNetFormatSettings =>
        o.With(nameof(o.IncludeGenerated), true);
    public static T DisableIncludeGenerated<T>(this T o) where T : DotNetFormatSettings =>
        o.With(nameof(o.IncludeGenerated), false);
    public static T ResetIncludeGenerated<T>(this T o) where T : DotNetFormatSettings => o.With(nameof(o.IncludeGenerated), null);
    public static T EnableNoRestore<T>(this T o) where T : DotNetFormatSettings => o.With(nameof(o.NoRestore), true);
    public static T DisableNoRestore<T>(this T o) where T : DotNetFormatSettings => o.With(nameof(o.NoRestore), false);
    public static T ResetNoRestore<T>(this T o) where T : DotNetFormatSettings => o.With(nameof(o.NoRestore), null);
    public static T ResetProject<T>(this T o) where T : DotNetFormatSettings => o.With(nameof(o.Project), null);
    public static T ResetReport<T>(this T o) where T : DotNetFormatSettings => o.With(nameof(o.Report), null);
    public static T ResetSeverity<T>(this T o) where T : DotNetFormatSettings => o.With(nameof(o.Severity), null);
    public static T ResetVerbosity<T>(this T o) where T : DotNetFormatSettings => o.With(nameof(o.Verbosity), null);
    public static T EnableVerifyNoChanges<T>(this T o) where T : DotNetFormatSettings => o.With(nameof(o.VerifyNoChanges), true);
    public static T DisableVerifyNoChanges<T>(this T o) where T : DotNetFormatSettings =>
        o.With(nameof(o.VerifyNoChanges), false);
    public static T ResetVerifyNoChanges<T>(this T o) where T : DotNetFormatSettings => o.With(nameof(o.VerifyNoChanges), null);
}
