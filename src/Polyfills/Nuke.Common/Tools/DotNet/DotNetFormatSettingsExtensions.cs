using System.Collections.Generic;
using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

/// <summary>Setters of what <c>dotnet format</c> is told.</summary>
public static partial class DotNetFormatSettingsExtensions
{
    public static T SetBinaryLog<T>(this T o, string v) where T : DotNetFormatSettings => o.With(nameof(o.BinaryLog), v);
    public static T SetExclude<T>(this T o, params string[] v) where T : DotNetFormatSettings =>
        o.WithItems(nameof(o.Exclude), v);
    public static T SetExclude<T>(this T o, IEnumerable<string> v) where T : DotNetFormatSettings =>
        o.WithItems(nameof(o.Exclude), v);
    public static T AddExclude<T>(this T o, params string[] v) where T : DotNetFormatSettings =>
        o.WithAdded(nameof(o.Exclude), v);
    public static T AddExclude<T>(this T o, IEnumerable<string> v) where T : DotNetFormatSettings =>
        o.WithAdded(nameof(o.Exclude), v);
    public static T SetInclude<T>(this T o, params string[] v) where T : DotNetFormatSettings =>
        o.WithItems(nameof(o.Include), v);
    public static T SetInclude<T>(this T o, IEnumerable<string> v) where T : DotNetFormatSettings =>
        o.WithItems(nameof(o.Include), v);
    public static T AddInclude<T>(this T o, params string[] v) where T : DotNetFormatSettings =>
        o.WithAdded(nameof(o.Include), v);
    public static T AddInclude<T>(this T o, IEnumerable<string> v) where T : DotNetFormatSettings =>
        o.WithAdded(nameof(o.Include), v);
    public static T SetIncludeGenerated<T>(this T o, bool? v) where T : DotNetFormatSettings =>
        o.With(nameof(o.IncludeGenerated), v);
    public static T SetNoRestore<T>(this T o, bool? v) where T : DotNetFormatSettings => o.With(nameof(o.NoRestore), v);
    public static T SetProject<T>(this T o, string v) where T : DotNetFormatSettings => o.With(nameof(o.Project), v);
    public static T SetProperties<T>(this T o, IDictionary<string, object> v) where T : DotNetFormatSettings =>
        o.WithEntries(nameof(o.Properties), v);
    public static T SetProperty<T>(this T o, string k, object v) where T : DotNetFormatSettings =>
        o.WithEntry(nameof(o.Properties), k, v);
    public static T AddProperty<T>(this T o, string k, object v) where T : DotNetFormatSettings =>
        o.WithNewEntry(nameof(o.Properties), k, v);
    public static T SetReport<T>(this T o, string v) where T : DotNetFormatSettings => o.With(nameof(o.Report), v);
    public static T SetSeverity<T>(this T o, DotNetFormatSeverity v) where T : DotNetFormatSettings =>
        o.With(nameof(o.Severity), v);
    public static T SetVerbosity<T>(this T o, DotNetVerbosity v) where T : DotNetFormatSettings => o.With(nameof(o.Verbosity), v);
    public static T SetVerifyNoChanges<T>(this T o, bool? v) where T : DotNetFormatSettings =>
        o.With(nameof(o.VerifyNoChanges), v);
}
